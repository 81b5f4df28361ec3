// The fields of a form as a draft knows them: each by its path, read from its controls and written into them. Rows are
// made from the group's template, taken out and put in order without touching the one that somebody is writing in.

/** Find the box of a field, or the group of rows, by its path. */
export function boxOf(form, path) {
  return form.querySelector(`[data-field="${CSS.escape(path)}"]`);
}

export function isGroup(box) {
  return box.hasAttribute("data-rows");
}

/** List the boxes of single fields, of the whole form or of one row. */
export function boxesIn(place) {
  return [...place.querySelectorAll("[data-field]")].filter((box) => !isGroup(box));
}

export function groupsIn(place) {
  return [...place.querySelectorAll("[data-rows][data-field]")];
}

function controlsOf(box) {
  return [...box.querySelectorAll("input:not([type=hidden]), select, textarea")];
}

/** Read what a field says, or what it said when the page came: text, or as JSON the list of what is ticked. */
export function read(box, asItCame = false) {
  const controls = controlsOf(box);
  const on = (one) => (asItCame ? one.defaultChecked : one.checked);
  const [first] = controls;
  if (!first) return "";
  if (first.type === "radio") return controls.find(on)?.value ?? "";
  if (first.type === "checkbox") {
    const ticked = controls.filter(on).map((one) => one.value);
    return first.name === "checkbox" ? JSON.stringify(ticked) : (ticked[0] ?? "");
  }
  if (first.type === "select-one") {
    return asItCame ? ([...first.options].find((one) => one.defaultSelected)?.value ?? "") : first.value;
  }
  return asItCame ? first.defaultValue : first.value;
}

/** Give what a field holds as it is sent. */
export function sent(text) {
  return text.startsWith("[") && text.endsWith("]") ? list(text) : text;
}

function list(text) {
  try {
    const found = JSON.parse(text);
    return Array.isArray(found) && found.every((one) => typeof one === "string") ? found : text;
  } catch {
    return text;
  }
}

/** What a field holds that nobody has answered. */
export function blank(box) {
  const [first] = controlsOf(box);
  return first?.type === "checkbox" && first.name === "checkbox" ? "[]" : "";
}

/** Tell whether a field has several answers to tick. */
export function isList(box) {
  return blank(box) === "[]";
}

/** Write a value into a field. */
export function write(box, value) {
  const controls = controlsOf(box);
  const [first] = controls;
  if (!first) return;
  if (first.type === "radio") {
    for (const one of controls) one.checked = one.value === value;
  } else if (first.type === "checkbox") {
    const ticked = Array.isArray(value) ? value : [value];
    for (const one of controls) one.checked = ticked.includes(one.value);
  } else {
    // A day that cannot be read is shown as it was typed, which a field for days cannot.
    if (first.type === "date" && value && !/^\d{4}-\d\d-\d\d$/.test(value)) first.type = "text";
    first.value = value;
  }
  first.dispatchEvent(new CustomEvent("kui:written", { bubbles: true }));
}

/** Name a field for people. */
export function labelOf(box) {
  const label = box.querySelector("label, legend, h3, h5")?.firstChild?.textContent ?? "";
  return label.trim();
}

export function rowsOf(group) {
  return [...group.children].filter((element) => element.matches("[data-row]"));
}

export function ridOf(row) {
  return row.querySelector(":scope > input[name=rid]").value;
}

/** Tell whether anything is written in a row. */
export function isFilled(row) {
  return boxesIn(row).some((box) => read(box) !== blank(box));
}

/** Make a row that somebody else has added. */
export function makeRow(group, rid) {
  const template = [...group.children].find((element) => element.matches("template"));
  const made = document.createElement("template");
  made.innerHTML = template.innerHTML.replaceAll(group.dataset.index, rid);
  const row = made.content.querySelector("[data-row]");
  for (const box of boxesIn(row)) write(box, isList(box) ? [] : "");
  [...group.children].find((element) => element.matches("[data-rows-end]")).before(row);
  return row;
}

/** Put rows in an order; those that it does not name stay behind the one they stand behind. What has focus stays. */
export function arrange(group, order) {
  const rows = rowsOf(group);
  const known = new Map(rows.map((row) => [ridOf(row), row]));
  const wanted = order.filter((rid) => known.has(rid)).map((rid) => known.get(rid));
  for (const row of rows) {
    if (wanted.includes(row)) continue;
    const before = rows[rows.indexOf(row) - 1];
    wanted.splice(wanted.indexOf(before) + 1, 0, row);
  }
  const still = wanted.find((row) => row.contains(document.activeElement)) ?? wanted[0];
  if (!still) return;
  const at = wanted.indexOf(still);
  for (let n = at - 1, next = still; n >= 0; next = wanted[n], n -= 1) {
    if (wanted[n].nextElementSibling !== next) next.before(wanted[n]);
  }
  for (let n = at + 1, last = still; n < wanted.length; last = wanted[n], n += 1) {
    if (last.nextElementSibling !== wanted[n]) last.after(wanted[n]);
  }
  group.dispatchEvent(new CustomEvent("kui:renumber", { bubbles: true }));
}

/** Name who did something: another, or oneself in another window. */
export function did({ by, where, mine }) {
  return mine ? `Du har ${where}` : `${by || "En anden"} har`;
}

export function whose({ by, where, mine }) {
  return mine ? `dig ${where}` : by;
}

/** Show another's words beside a field, with buttons to choose by. */
export function showProposals(box, mine, others, choose) {
  box.querySelector("[data-proposals]")?.remove();
  if (others.length === 0) return;
  const place = document.createElement("div");
  place.className = "proposals";
  place.dataset.proposals = "";
  const head = document.createElement("p");
  head.className = "strong";
  head.textContent = "To forslag";
  place.append(head);
  const label = labelOf(box);
  // A field of one line has no room for a second one.
  const between = box.querySelector("textarea") ? "\n" : " ";
  for (const other of others) place.append(oneProposal(other, mine, choose, label, between));
  const keep = button("Behold det, der står i feltet", ` »${label}«`, () => choose(null));
  place.append(keep);
  box.append(place);
}

function oneProposal(other, mine, choose, label, between) {
  const line = document.createElement("div");
  const words = document.createElement("p");
  const name = document.createElement("b");
  const text = document.createElement("span");
  const said = Array.isArray(other.value) ? other.value.join(", ") : other.value;
  const { by, where, mine: own } = other;
  const place = where ? ` ${where}` : "";
  name.textContent = `${own ? "Dig" : by}${place}: `;
  text.className = "words";
  text.textContent = said || "Feltet skal være tomt";
  words.append(name, text);
  line.append(words, button(`Brug det, ${own ? "du" : by} skrev${place}`, ` i »${label}«`, () => choose(other.value)));
  if (typeof other.value === "string" && mine) {
    line.append(button("Behold begge", ` i »${label}«`, () => choose([mine(), other.value].filter(Boolean).join(between))));
  }
  return line;
}

/** Make a button; ``more`` is its own name for who does not see where it stands. */
export function button(text, more, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "linkbtn";
  const rest = document.createElement("span");
  rest.className = "sr-only";
  rest.textContent = more;
  made.append(text, rest);
  made.addEventListener("click", act);
  return made;
}
