// The screens in the room: single keys, the clock, names to press, reading aloud. Without this module every way is a
// link or a form; the clock then stands as it was when the page came.

const OFF = "taster fra";
const ON_WORDS = "Slå tasterne til";
const OFF_WORDS = "Slå tasterne fra";
const HOUR = 60;
const FRESH = 8000;
const NEWS = "En anden har skrevet i opgaverne. Du ser det, når du gemmer eller lukker.";

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

/** In a field letters are letters, and Enter and space belong to what has focus. */
function isTaken(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const here = event.target;
  if (event.key !== "Escape" && here.closest("input, select, textarea, [contenteditable]")) return true;
  return [" ", "Enter"].includes(event.key) && here.closest("a, button, summary") !== null;
}

function pressed(event) {
  if (off || isTaken(event)) return;
  const name = event.key === " " ? "Space" : event.key;
  const way = [...document.querySelectorAll("[data-keys]")].find((one) => one.dataset.keys.split(" ").includes(name));
  if (!way) return;
  event.preventDefault();
  way.click();
}

/** In the field for what is to be done Enter saves, and a line break is Shift with Enter. */
function entered(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches("textarea[data-enter]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

function minutes(number) {
  const hours = Math.floor(number / HOUR);
  return hours ? `${hours} t. ${number % HOUR} min.` : `${number} min.`;
}

function time(at) {
  return at.toLocaleTimeString("da-DK", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Copenhagen" });
}

/** The same words as the server's: how much of the meeting is left. */
function ofMeeting(now, start, end) {
  if (now < start) return `Begynder kl. ${time(new Date(start)).replace(":", ".")}`;
  return now >= end ? "Tiden er gået" : `${minutes(Math.ceil((end - now) / 60000))} tilbage`;
}

function ofItem(now, start, end) {
  const used = Math.max(Math.floor((now - start) / 60000), 0);
  const given = Math.round((end - start) / 60000);
  return used > given ? `${minutes(used - given)} over` : `${used} af ${given} min. brugt`;
}

/** Go on from the server's clock; whatever this machine thinks the time is does not matter. */
function keep(clock) {
  const [told, start, end] = ["now", "start", "end"].map((name) => Number(clock.dataset[name]));
  const loaded = performance.now();
  const words = clock.querySelector("[data-words]");
  const say = clock.dataset.clock === "item" ? ofItem : ofMeeting;
  const tick = () => {
    const now = told + performance.now() - loaded;
    const share = Math.min(Math.max((now - start) / (end - start), 0), 1);
    const text = say(now, start, end);
    if (words.textContent !== text) words.textContent = text;
    clock.querySelector("[data-pie]")?.setAttribute("stroke-dasharray", `${Math.floor(share * 100)} 100`);
    clock.querySelector("[data-bar]")?.setAttribute("width", Math.floor(share * 100));
  };
  setInterval(tick, 5000);
}

/** Coming back to an item, or loading it again, does not begin it anew. */
function stay(clock) {
  const here = new URL(location.href);
  if (!clock.dataset.begun || here.searchParams.has("fra")) return;
  here.searchParams.set("fra", clock.dataset.begun);
  history.replaceState(null, "", here);
}

function offerNames(names) {
  names.hidden = false;
  names.addEventListener("click", (event) => {
    const name = event.target.closest("button");
    if (!name) return;
    const field = document.getElementById(names.dataset.names);
    field.value = name.textContent;
    field.focus();
  });
}

function offerSwitch(place) {
  const button = place.querySelector("button");
  const show = () => {
    button.setAttribute("aria-pressed", String(off));
    button.textContent = off ? ON_WORDS : OFF_WORDS;
  };
  place.hidden = false;
  show();
  button.addEventListener("click", () => {
    off = !off;
    remember(off);
    show();
  });
}

/** Only a voice of this machine reads aloud: others send what is read to somebody else's. */
function offerVoice(button) {
  const voice = speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith("da"));
  if (!voice) return;
  button.hidden = false;
  button.onclick = () => {
    const row = document.querySelector("tr.is-now") ?? document.querySelector("main");
    const text = new SpeechSynthesisUtterance(row.innerText);
    text.voice = voice;
    text.lang = voice.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(text);
  };
}

/** Somebody else writes too: show it, but never take a form away from whoever is typing in it. */
function follow(screen) {
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(screen.dataset.fresh, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { stand } = await answer.json().catch(() => ({}));
    if (!stand || stand === screen.dataset.standing) return;
    const news = screen.querySelector("[data-news]");
    if (news) news.textContent = NEWS;
    else location.reload();
  };
  setInterval(look, FRESH);
}

document.addEventListener("keydown", entered);
document.addEventListener("keydown", pressed);
for (const clock of document.querySelectorAll("[data-clock]")) {
  keep(clock);
  stay(clock);
}
for (const names of document.querySelectorAll("[data-names]")) offerNames(names);
for (const place of document.querySelectorAll("[data-switch]")) offerSwitch(place);
const board = document.querySelector("[data-fresh]");
if (board) follow(board);
const speaker = document.querySelector("[data-speak]");
if (speaker && "speechSynthesis" in window) {
  offerVoice(speaker);
  speechSynthesis.addEventListener("voiceschanged", () => offerVoice(speaker));
}
