// Rows of a form: add, move and remove without a round trip. Without this module the same buttons are submits, and
// the server does the same. Here also: focus on the error summary, and the long date beside a date field.

const MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
  "november", "december"];

/** Make a permanent row id. getRandomValues works on plain http too, randomUUID does not. */
function newRowId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => "abcdefghijklmnop"[n % 16]).join("");
}

/** List the rows of a group, not those of groups inside them. */
function rowsOf(group) {
  return [...group.children].filter((element) => element.matches("[data-row]"));
}

function elementOf(verb, id) {
  return document.querySelector(verb === "add" ? `[data-rows="${CSS.escape(id)}"]` : `[data-row="${CSS.escape(id)}"]`);
}

/** Say to a screen reader what has happened. */
function say(form, text) {
  form.querySelector("[data-row-status]").textContent = text;
}

function nameOf(row) {
  return row.querySelector("[id$='-head']").textContent.trim().replace(/\s+/g, " ");
}

/** Number the rows again, and offer only the moves that are possible. */
function renumber(group) {
  const rows = rowsOf(group);
  rows.forEach((row, index) => {
    for (const mark of row.querySelectorAll("[data-number]")) {
      if (mark.closest("[data-row]") === row) mark.textContent = index + 1;
    }
    for (const button of row.querySelectorAll("button[name='__rows__']")) {
      if (button.closest("[data-row]") !== row) continue;
      if (button.value.startsWith("up:")) button.hidden = index === 0;
      if (button.value.startsWith("down:")) button.hidden = index === rows.length - 1;
    }
  });
}

/** Let whoever saves drafts know that something has changed, though nobody typed. */
function changed(group) {
  renumber(group);
  group.dispatchEvent(new Event("input", { bubbles: true }));
}

function fieldsOf(row) {
  return [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
}

/** A row that begins with its number gets the next one. */
function numberFirst(group, row) {
  const field = fieldsOf(row)[0];
  if (!field || !field.hasAttribute("data-next")) return;
  const others = rowsOf(group).filter((other) => other !== row).map((other) => fieldsOf(other)[0]);
  field.value = Math.max(0, ...others.map((other) => Number.parseInt(other.value, 10) || 0)) + 1;
}

function add(group, form) {
  const rows = rowsOf(group);
  if (rows.length >= Number(group.dataset.most)) {
    say(form, `Der kan højst være ${group.dataset.most}.`);
    return;
  }
  const template = [...group.children].find((element) => element.matches("template"));
  const made = document.createElement("template");
  made.innerHTML = template.innerHTML.replaceAll(group.dataset.index, newRowId());
  const row = made.content.querySelector("[data-row]");
  [...group.children].find((element) => element.matches("[data-rows-end]")).before(row);
  numberFirst(group, row);
  changed(group);
  const fields = fieldsOf(row);
  (fields.find((field) => !field.value || field.type === "radio") ?? fields[0]).focus();
  say(form, `${nameOf(row)} er tilføjet.`);
}

function move(row, form, down) {
  const group = row.closest("[data-rows]");
  const rows = rowsOf(group);
  const neighbour = rows[rows.indexOf(row) + (down ? 1 : -1)];
  if (!neighbour) return;
  if (down) neighbour.after(row);
  else neighbour.before(row);
  changed(group);
  row.querySelector(".rowmenu summary").focus();
  say(form, `Flyttet. Det er nu ${nameOf(row)}.`);
}

/** Take a row out, and keep it at hand until the page is left: nobody loses a text by one press. */
function remove(row, form) {
  const group = row.closest("[data-rows]");
  const name = nameOf(row);
  const line = document.createElement("p");
  line.className = "removed";
  line.dataset.gone = row.querySelector(":scope > input[name=rid]").value;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "linkbtn";
  undo.textContent = "Fortryd";
  const what = document.createElement("span");
  what.className = "sr-only";
  what.textContent = `, at ${name.toLowerCase()} er fjernet`;
  undo.append(what);
  line.append(`${name} er fjernet. `, undo);
  undo.addEventListener("click", () => {
    line.replaceWith(row);
    group.dispatchEvent(new CustomEvent("kui:back", { bubbles: true }));
    changed(group);
    row.querySelector(".rowmenu summary").focus();
    say(form, `${nameOf(row)} er tilbage.`);
  });
  row.replaceWith(line);
  changed(group);
  undo.focus();
  say(form, `${name} er fjernet.`);
}

/** Write the long Danish date beside a date field. */
function spellDate(field) {
  const words = document.getElementById(`${field.id}-day`);
  if (!words) return;
  const [year, month, day] = field.value.split("-").map(Number);
  words.textContent = day ? `${day}. ${MONTHS[month - 1]} ${year}` : "";
}

function pressed(event) {
  const button = event.target.closest("button[name='__rows__']");
  if (!button) return;
  const colon = button.value.indexOf(":");
  const verb = button.value.slice(0, colon);
  const element = elementOf(verb, button.value.slice(colon + 1));
  if (!element) return;
  event.preventDefault();
  if (verb === "add") add(element, button.form);
  else if (verb === "del") remove(element, button.form);
  else move(element, button.form, verb === "down");
}

const ANSWERED = "input[type=radio]:checked";
const ANY = "input:not([type=hidden]), select, textarea, button:not(.rowmenu button)";

/** Where one writes in a question: the field itself, the choice that is made among several, or the first field in it. */
function writtenIn(place) {
  return place.matches(ANY) ? place : (place.querySelector(ANSWERED) ?? place.querySelector(ANY) ?? place);
}

/** A link of the error summary or of the list of missing fields puts the cursor in the field. */
function followed(event) {
  const link = event.target.closest("[data-summary] a, .missing a");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const field = writtenIn(target);
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

for (const form of document.querySelectorAll("[data-kui-form]")) {
  form.addEventListener("click", pressed);
  form.addEventListener("click", followed);
  for (const kind of ["input", "kui:written"]) {
    form.addEventListener(kind, (event) => {
      if (event.target.type === "date") spellDate(event.target);
    });
  }
  form.addEventListener("kui:renumber", (event) => renumber(event.target));
}
document.querySelector("[data-summary]")?.focus();
