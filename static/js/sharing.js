// »Det må vi dele« while one writes: says at once when a department that the consent does not cover is written down.
// Without this module the form says the same when it is saved.

const GROUPS = /^(participants|contact|secondary_contacts)-/;

/** Write a department as departments are compared. */
function folded(text) {
  return text.trim().replace(/\s+/g, " ").toLocaleLowerCase("da");
}

/** Name the departments behind a written one: »PPR/Skolen« are two. */
function parts(text) {
  return text.split("/").map((part) => part.trim()).filter(Boolean);
}

/** Show the warning at a field, or take it away. */
function mark(field, text) {
  const id = `${field.id}-share`;
  let note = document.getElementById(id);
  if (!note && text) {
    note = document.createElement("p");
    note.id = id;
    note.className = "form-hint strong soon";
    field.after(note);
  }
  if (note) {
    note.textContent = text;
    note.hidden = !text;
  }
}

function watch(box) {
  const covered = new Set(JSON.parse(box.dataset.covered).map(folded));
  const people = JSON.parse(box.dataset.people);
  const status = box.querySelector("[data-share-status]");
  document.getElementById("dokument").addEventListener("change", (event) => {
    const field = event.target;
    const written = field.id.endsWith("-department") ? field.value
      : field.id.endsWith("-name") ? people[field.value] || "" : null;
    if (written === null || !GROUPS.test(field.id)) {
      return;
    }
    const missing = parts(written).filter((part) => !covered.has(folded(part)));
    const text = missing.length ? `${missing.join(" og ")} er ikke med i samtykket. Du kan skrive videre, men der ` +
      "kan ikke indkaldes eller deles, før samtykket dækker." : "";
    mark(field, text);
    status.textContent = text;
  });
}

const box = document.querySelector("[data-covered]");
if (box && document.getElementById("dokument")) {
  watch(box);
}
