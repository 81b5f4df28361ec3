// What is written in a form is saved field by field while it is written, and what others write comes in. Without this
// module the same form is saved by its buttons. What the page says of it stands in draft_shown.js, what is kept in this
// window in draft_stored.js, what comes in in draft_taken.js.

const QUIET = 800; // milliseconds without a key before what was typed is saved
const PATIENCE = 3000; // and so long at the most while somebody types on
const POLL = 8000;
const SLOW = 1000;
const SENDING = 15000; // and so long at the most the page waits for the form that it sends
const KEEPALIVE = 60000; // bytes that a browser sends for a page that is being left
const SAVING = "Gemmer …";
const OFFLINE = "Ikke gemt – ingen forbindelse. Det, du skriver, bliver liggende her.";
const LOGGED_OUT = "Ikke gemt – du er logget ud. Det, du skriver, bliver liggende her.";

const version = new URL(import.meta.url).search;

/** Load a part of this module; where the network fails just then it is tried again, for without it nothing is saved. */
async function part(name) {
  for (let tries = 0; ; tries += 1) {
    // A browser remembers under its address that a module could not be had.
    const again = tries ? `${version ? "&" : "?"}igen=${tries}` : "";
    try {
      return await import(`./draft_${name}.js${version}${again}`);
    } catch {
      for (const place of document.querySelectorAll("[data-save-status]")) place.textContent = OFFLINE;
      await new Promise((go) => { setTimeout(go, Math.min(POLL, SLOW * 2 ** tries)); });
    }
  }
}

const [fields, { shown }, { stored }, { taken }] = await Promise.all(["fields", "shown", "stored", "taken"].map(part));

class Draft extends taken(fields, stored(fields, shown(fields))) {
  constructor(form) {
    super();
    this.form = form;
    this.data = form.dataset;
    this.page = this.data.draftPage;
    this.since = this.data.draftSince;
    this.store = `kuidocs:${this.data.draftUser}:${this.data.draftUrl}`;
    this.state = new Map();
    this.unacked = new Set();
    this.choices = [];
    this.back = [];
    this.restoring = [];
    this.turn = 0;
    this.wait = 0;
    this.heard = new Map();
    this.waiting = new Map();
    this.late = new Map();
    const revisions = this.data.draftRevisions.split(" ");
    this.revisions = new Map();
    for (let n = 0; n + 1 < revisions.length; n += 2) this.revisions.set(revisions[n], Number(revisions[n + 1]));
    // The browser must not put back what stood here when the page was last left: the server knows better.
    form.autocomplete = "off";
    this.begin(form);
    this.restore();
    this.listen();
    this.changed(0);
    this.plan(POLL);
  }

  /** Remember what the fields of the form, or of a new row, are known to say. */
  begin(place) {
    for (const box of fields.boxesIn(place)) {
      const path = box.dataset.field;
      if (this.state.has(path)) continue;
      const rev = this.revisions.get(path) ?? 0;
      const text = rev ? fields.read(box, true) : fields.blank(box);
      this.state.set(path, { rev, text, was: text });
    }
    for (const group of fields.groupsIn(place)) {
      const path = group.dataset.field;
      if (this.state.has(path)) continue;
      const rev = this.revisions.get(path) ?? 0;
      const rows = rev ? fields.rowsOf(group).map(fields.ridOf) : [];
      this.state.set(path, { rev, rows });
    }
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusin", (event) => {
      if (event.target.closest("[data-field]")) this.lastId = event.target.id;
    });
    // What others wrote in a row while it was out is asked for again.
    form.addEventListener("kui:back", () => { this.anew = true; });
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("submit", (event) => this.submit(event, form));
    for (const other of document.forms) {
      // Whoever logs out, or gives the draft up, has it saved first.
      if (other !== form && other.method === "post") other.addEventListener("submit", (e) => this.submit(e, other));
    }
    window.addEventListener("online", () => this.again());
    window.addEventListener("focus", () => this.failing && this.again());
    window.addEventListener("pageshow", (event) => {
      this.sending = 0;
      if (event.persisted) this.again();
    });
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("beforeunload", (event) => {
      if (this.failing && !this.onPurpose && this.isUnsent()) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flushOnLeaving(false);
      else this.again();
    });
  }

  // What is to be sent

  /** List what the page says and the server has not yet been told is saved. */
  changes() {
    const found = [];
    for (const group of fields.groupsIn(this.form)) {
      if (group.closest("template")) continue;
      const path = group.dataset.field;
      const known = this.stateOf(path, group);
      const rows = this.rowsTold(group, known);
      if (rows.join() === known.rows.join() && !this.unacked.has(path)) continue;
      const gone = known.rows.filter((rid) => !rows.includes(rid));
      found.push({ path, rev: known.rev, was: known.rows, value: rows, seen: this.seenIn(path, gone) });
    }
    for (const box of fields.boxesIn(this.form)) {
      const path = box.dataset.field;
      const known = this.stateOf(path, box);
      const text = fields.read(box);
      if (text === known.text && !this.unacked.has(path)) continue;
      if (!this.isTold(box)) continue;
      const isList = fields.isList(box);
      const as = (one) => (isList ? fields.sent(one) : one);
      found.push({ path, rev: known.rev, was: as(known.was), value: as(text) });
    }
    return found;
  }

  stateOf(path, element) {
    if (!this.state.has(path)) this.begin(element.closest("[data-row]") ?? this.form);
    return this.state.get(path);
  }

  /** A row that somebody has only just added, and in which nothing stands, is not told of. */
  rowsTold(group, known) {
    const told = (row) => known.rows.includes(fields.ridOf(row)) || (fields.isFilled(row) && !this.isLate(row));
    return fields.rowsOf(group).filter(told).map(fields.ridOf);
  }

  /** Tell whether another has taken a row out in which somebody here has the cursor, but has written nothing. */
  isLate(row) {
    return this.late.has(fields.ridOf(row)) && !this.isUnsentIn(row);
  }

  isUnsentIn(row) {
    return fields.boxesIn(row).some((box) => fields.read(box) !== this.stateOf(box.dataset.field, box).text);
  }

  isTold(box) {
    const row = box.closest("[data-row]");
    return !row || fields.isFilled(row) || this.state.get(box.dataset.field).rev > 0;
  }

  seenIn(path, rids) {
    const seen = {};
    const inside = (other) => rids.some((rid) => other.startsWith(`${path}/${rid}/`));
    // Also of fields that the page does not show.
    for (const [other, rev] of this.revisions) if (inside(other)) seen[other] = rev;
    for (const [other, known] of this.state) if (inside(other)) seen[other] = known.rev;
    return seen;
  }

  isUnsent() {
    return this.restoring.length > 0 || this.choices.length > 0 || this.back.length > 0 || this.changes().length > 0;
  }

  changed(quiet = QUIET) {
    const found = this.changes();
    if (found.length === 0 && !this.isUnsent()) return;
    this.begun ??= Date.now();
    this.keep(found);
    if (this.failing) {
      this.tellFailing();
      return;
    }
    const left = Math.max(0, PATIENCE - (Date.now() - this.begun));
    this.plan(Math.min(quiet, left));
  }

  plan(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), after);
  }

  left(event) {
    const box = event.target.closest("[data-field]");
    if (!box) return;
    // Focus moves after this event.
    setTimeout(() => {
      const late = this.waiting.get(box.dataset.field);
      if (late && !box.contains(document.activeElement)) this.takeField(late);
      const row = event.target.closest("[data-row]");
      const gone = row && this.late.get(fields.ridOf(row));
      if (gone && !row.contains(document.activeElement)) this.dropRow(row, fields.ridOf(row), gone);
    });
    if (this.changes().length > 0 && !this.failing) this.plan(0);
  }

  // Sending

  here() {
    const box = document.activeElement?.closest?.("[data-field]");
    return box && this.form.contains(box) ? box.dataset.field : "";
  }

  body(more) {
    const told = { page: this.page, turn: this.turn, user: this.data.draftUser, here: this.here(), since: this.since };
    told.begun = this.data.draftBegun;
    return JSON.stringify({ ...told, ...more });
  }

  post(body, keepalive = false) {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    headers["X-CSRF-Token"] = this.form.elements.csrf_token.value;
    return fetch(this.data.draftUrl, { method: "POST", body, headers, keepalive, credentials: "same-origin" });
  }

  /** Send what is new, or only ask; tells whether everything that was written by then is saved. */
  async send() {
    if (this.busy || this.stopped) return false;
    if (this.isSending()) {
      this.plan(QUIET);
      return false;
    }
    this.busy = true;
    clearTimeout(this.timer);
    // Who only asks has nothing to wait for.
    const slow = setTimeout(() => this.isUnsent() && this.show(SAVING), SLOW);
    let done = false;
    try {
      done = this.restoring.length > 0 ? await this.sendKept() : await this.sendNew();
    } catch {
      this.fail(OFFLINE);
    } finally {
      clearTimeout(slow);
      this.busy = false;
    }
    const next = this.since === "" ? 0 : this.isUnsent() ? QUIET : POLL;
    if (!this.stopped) this.plan(this.failing ? this.wait : next);
    return done;
  }

  async sendKept() {
    const [kept] = this.restoring;
    kept.turn += 1;
    const { page, turn, fields: found, choices, back } = kept;
    const answer = await this.ask(this.body({ page, turn, leaving: true, fields: found, choices, back }));
    if (!answer || this.isBehind(answer, kept)) return false;
    this.restoring.shift();
    this.tookUp(kept, answer);
    this.since = "";
    this.keep(this.changes());
    return this.restoring.length > 0 ? this.sendKept() : this.sendNew();
  }

  /** Tell whether a later turn of the same page has come there before: then what this one held is sent once more. */
  isBehind(answer, counted) {
    const late = (answer.late ?? 0) >= counted.turn;
    if (late) counted.turn = answer.late;
    return late;
  }

  async sendNew() {
    const found = this.changes();
    const { choices, back } = this;
    if (this.anew) this.since = "";
    this.anew = false;
    const told = new Map(found.map((one) => [one.path, one]));
    for (const path of told.keys()) this.unacked.add(path);
    this.turn += 1;
    const state = found.length > 0 || this.stateDue === true;
    const answer = await this.ask(this.body({ turn: this.turn, fields: found, choices, back, state }));
    if (!answer || this.isBehind(answer, this)) return false;
    this.stateDue = false;
    this.choices = this.choices.filter((one) => !choices.includes(one));
    this.back = this.back.filter((one) => !back.includes(one));
    for (const path of told.keys()) this.unacked.delete(path);
    this.take(answer, told);
    const saved = !this.isUnsent();
    if (saved) this.forget();
    else this.keep(this.changes());
    const isNew = found.length + choices.length + back.length > 0;
    if (isNew || this.failed || this.shown === SAVING) this.well(answer.saved);
    return saved;
  }

  /** Send a turn and read the answer; null when it was not saved. */
  async ask(body) {
    let response = await this.post(body);
    let answer = await response.json().catch(() => null);
    if (response.status === 400 && answer?.error === "csrf") {
      for (const one of document.getElementsByName("csrf_token")) one.value = answer.csrf;
      response = await this.post(body);
      answer = await response.json().catch(() => null);
    }
    if (response.ok && answer) return answer;
    if (response.status === 401) this.fail(LOGGED_OUT, true);
    else if (response.status >= 500 || !answer || (response.status === 409 && !answer.stop)) this.fail(OFFLINE);
    else this.stop(answer.text ?? "Siden kan ikke gemmes længere. Kopiér det, du har skrevet, og genindlæs siden.");
    return null;
  }

  again() {
    if (this.stopped) return;
    this.wait = 0;
    this.plan(0);
  }

  leave() {
    this.flushOnLeaving(true);
  }

  /** The page may be gone before an answer comes: the browser sends this on by itself. */
  flushOnLeaving(leaving) {
    if (this.stopped) return;
    const found = this.changes();
    if ((found.length === 0 || this.isSending()) && !leaving) return;
    // What is kept counts this turn, so that whoever takes it up does not send the same one.
    this.turn += 1;
    if (this.isUnsent()) this.keep(found);
    // What earlier pages left behind goes first.
    const isFree = this.restoring.length === 0;
    for (const one of isFree ? found : []) this.unacked.add(one.path);
    const told = isFree ? { fields: found, choices: this.choices, back: this.back } : {};
    const body = this.body({ turn: this.turn, leaving, ...told });
    const small = new TextEncoder().encode(body).length < KEEPALIVE;
    this.post(body, small).catch(() => {});
  }

  /** A form goes only when what was typed is saved; without a connection the page stays where it is. */
  async submit(event, form) {
    if (event.defaultPrevented) return;
    if (this.stopped || !this.isUnsent()) {
      if (form === this.form) this.tellBase();
      this.onPurpose = true;
      this.sending = Date.now();
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    for (let tries = 0; tries < 50 && this.busy; tries += 1) await new Promise((go) => { setTimeout(go, 100); });
    for (let tries = 0; tries < 3 && this.isUnsent() && !this.failing; tries += 1) await this.send();
    if (this.failing) await this.send();
    if (this.isUnsent() && !this.stopped) {
      this.say(`Ikke sendt. ${this.failing ?? OFFLINE}`);
      return;
    }
    form.requestSubmit(submitter);
  }

  /** Tell whether the form is under way: what is typed now must not come there before it. */
  isSending() {
    return Date.now() - (this.sending ?? 0) < SENDING;
  }

  /** Tell the form which revisions it now rests on. */
  tellBase() {
    const base = {};
    for (const [path, known] of this.state) if (known.rev) base[path] = known.rev;
    this.form.elements.__base__.value = JSON.stringify(base);
    this.form.elements.__page__.value = this.page;
  }
}

for (const form of document.querySelectorAll("form[data-draft-url]")) new Draft(form);
// Whoever was led back to a field by logging in again goes on there.
const target = document.getElementById(location.hash.slice(1));
if (target?.matches("input, select, textarea")) target.focus();
