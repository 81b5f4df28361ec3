// Two versions side by side: n and p go from change to change, k to the next open comment. Words that are marked with
// the mouse, or in a field of their own with the keyboard, become the quotation of a comment. Without this module every
// way is a link or a form.

const OFF = "taster fra";
const ON_WORDS = "Slå tasterne til";
const OFF_WORDS = "Slå tasterne fra";
const LONGEST = 400;

/** Whether single keys are switched off; what cannot be remembered is not. */
function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    localStorage.setItem(OFF, off ? "1" : "0");
  } catch {
    // The choice then lasts as long as the page.
  }
}

let off = areOff();
const changes = [...document.querySelectorAll(".cmp-f[id^=ae]")];

/** In a field letters are letters. */
function isTyping(event) {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
  return busy || event.target.closest("input, select, textarea, [contenteditable]") !== null;
}

/** The change that has focus or holds it, else the last one that lies above the middle of the window. */
function here() {
  const focused = document.activeElement?.closest(".cmp-f[id^=ae]");
  if (focused) return changes.indexOf(focused);
  const named = changes.findIndex((one) => `#${one.id}` === location.hash);
  return named;
}

function goTo(place) {
  if (!place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
  history.replaceState(null, "", `#${place.id}`);
  tellWhere();
}

function step(by) {
  if (!changes.length) return;
  const at = here();
  const next = at < 0 ? (by > 0 ? 0 : changes.length - 1) : at + by;
  goTo(changes[Math.min(Math.max(next, 0), changes.length - 1)]);
}

function tellWhere() {
  const where = document.querySelector("[data-step-where]");
  const at = here();
  if (where && at >= 0) where.textContent = `${where.dataset.stepWhere} ${at + 1} af ${changes.length}`;
}

function nextOpen() {
  const open = [...document.querySelectorAll(".talk-open")];
  const focused = document.activeElement?.closest(".talk-open");
  goTo(open[(open.indexOf(focused) + 1) % (open.length || 1)]);
}

const KEYS = { n: () => step(1), p: () => step(-1), k: nextOpen };

document.addEventListener("keydown", (event) => {
  if (off || isTyping(event) || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-step]");
  if (!link) return;
  event.preventDefault();
  step(Number(link.dataset.step));
});

const help = document.querySelector("[data-keys-help]");
if (help) {
  const button = help.querySelector("[data-keys-switch]");
  const say = () => (button.textContent = off ? ON_WORDS : OFF_WORDS);
  button.addEventListener("click", () => {
    off = !off;
    remember(off);
    say();
  });
  say();
  help.hidden = false;
}

/** The words that are marked, when they all stand in one answer or in the text of the document. */
function marked() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const element = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
  // What only screen readers are told is no part of the text.
  const copy = range.cloneContents();
  for (const hidden of copy.querySelectorAll(".sr-only, .cmp-ref")) hidden.remove();
  const words = copy.textContent.trim();
  return words && words.length <= LONGEST ? { element, words } : null;
}

// A field for quotations takes the words that were marked before its form was opened.
let last = null;
document.addEventListener("selectionchange", () => {
  last = marked() ?? last;
});
for (const way of document.querySelectorAll("details.talk-way")) {
  way.addEventListener("toggle", () => {
    const quote = way.querySelector("input[name=citat]");
    if (!way.open || !quote || quote.value || !last) return;
    const change = last.element.closest(".cmp-c:not(.cmp-old)")?.closest(".cmp-f");
    if (change?.contains(way) || last.element.closest(".read")) quote.value = last.words;
  });
}

/** What the newest side of a change says, as it can be quoted. */
function saidIn(change) {
  const answers = [...change.querySelectorAll(".cmp-c [data-path]")].map((answer) => {
    const copy = answer.cloneNode(true);
    for (const hidden of copy.querySelectorAll(".sr-only, .cmp-ref")) hidden.remove();
    return copy.textContent.trim();
  });
  return answers.filter(Boolean).join("\n");
}

// Words are chosen with the keyboard in a field where Shift and the arrows mark. It takes nothing that is typed; were it
// read-only, browsers would not move in it either.
for (const pick of document.querySelectorAll("[data-pick]")) {
  const field = pick.querySelector("textarea");
  const form = pick.closest("form");
  const quote = form.querySelector("input[name=citat]");
  const choice = form.querySelector("select[name=felt]");
  const change = pick.closest(".cmp-f");
  const fill = () => {
    field.value = change ? saidIn(change) : (choice?.selectedOptions[0]?.dataset.text ?? "");
    pick.hidden = Boolean(change) && !field.value;
  };
  const take = () => {
    const words = field.value.slice(field.selectionStart, field.selectionEnd).trim();
    if (words && words.length <= LONGEST) quote.value = words.replace(/\s+/g, " ");
  };
  pick.closest("details").addEventListener("toggle", fill);
  for (const kind of ["input", "change"]) choice?.addEventListener(kind, fill);
  field.addEventListener("beforeinput", (event) => event.preventDefault());
  for (const kind of ["select", "keyup", "pointerup"]) field.addEventListener(kind, take);
}

tellWhere();
