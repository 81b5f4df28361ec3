// What is written in a form is saved field by field while it is written, and what others write comes in. Without this
// module the same form is saved by its buttons. Text lies in this window's own store only while it is not yet sent.

const QUIET = 800; // milliseconds without a key before what was typed is saved
const PATIENCE = 3000; // and so long at the most while somebody types on
const POLL = 8000;
const SLOW = 1000;
const MOST_WAIT = 30000;
const KEEPALIVE = 60000; // bytes that a browser sends for a page that is being left
const OFFLINE = "Ikke gemt – ingen forbindelse. Det, du skriver, bliver liggende her.";
const LOGGED_OUT = "Ikke gemt – du er logget ud. Det, du skriver, bliver liggende her.";

const fields = await import(`./draft_fields.js${new URL(import.meta.url).search}`);

class Draft {
  constructor(form) {
    this.form = form;
    this.data = form.dataset;
    this.page = this.data.draftPage;
    this.since = this.data.draftSince;
    this.store = `kuidocs:${this.data.draftUrl}`;
    this.state = new Map();
    this.unacked = new Set();
    this.choices = [];
    this.back = [];
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
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("submit", (event) => this.submit(event, form));
    for (const other of document.forms) {
      // Whoever logs out, or gives the draft up, has it saved first.
      if (other !== form && other.method === "post") other.addEventListener("submit", (e) => this.submit(e, other));
    }
    window.addEventListener("online", () => this.again());
    window.addEventListener("focus", () => this.failing && this.again());
    window.addEventListener("pageshow", (event) => event.persisted && this.again());
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
    return this.restoring || this.choices.length > 0 || this.back.length > 0 || this.changes().length > 0;
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

  // The store of this window

  keep(found) {
    const told = { user: this.data.draftUser, page: this.page, turn: this.turn, begun: this.data.draftBegun };
    try {
      sessionStorage.setItem(this.store, JSON.stringify({ ...told, fields: found }));
    } catch {
      // A full or forbidden store: the text still stands in the page.
    }
  }

  forget() {
    this.begun = undefined;
    try {
      sessionStorage.removeItem(this.store);
    } catch {
      // As above.
    }
  }

  /** Put in what was not sent when this window was last left, and send it before anything else. */
  restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.store) ?? "null");
    } catch {
      return;
    }
    if (!kept || kept.user !== this.data.draftUser || !Array.isArray(kept.fields)) return;
    const sameDraft = kept.begun === this.data.draftBegun;
    for (const one of kept.fields) {
      if (!sameDraft) one.rev = 0;
      this.putIn(one);
    }
    this.restoring = kept;
    this.say("Det, du skrev sidst, er sat ind igen og bliver gemt nu.");
  }

  putIn(one) {
    const box = fields.boxOf(this.form, one.path);
    if (!box) return;
    if (fields.isGroup(box)) {
      const there = fields.rowsOf(box).map(fields.ridOf);
      for (const rid of one.value) if (!there.includes(rid)) this.begin(fields.makeRow(box, rid));
      for (const row of fields.rowsOf(box)) {
        const rid = fields.ridOf(row);
        if (one.was.includes(rid) && !one.value.includes(rid)) row.remove();
      }
      fields.arrange(box, one.value);
      this.state.set(one.path, { rev: one.rev, rows: one.value });
      return;
    }
    fields.write(box, one.value);
    const as = (value) => (Array.isArray(value) ? JSON.stringify(value) : value);
    this.state.set(one.path, { rev: one.rev, was: as(one.was), text: fields.read(box) });
  }

  // Sending

  here() {
    const box = document.activeElement?.closest?.("[data-field]");
    return box && this.form.contains(box) ? box.dataset.field : "";
  }

  body(more) {
    const told = { page: this.page, turn: this.turn, user: this.data.draftUser, here: this.here(), since: this.since };
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
    this.busy = true;
    clearTimeout(this.timer);
    const slow = setTimeout(() => this.show("Gemmer …"), SLOW);
    let done = false;
    try {
      done = this.restoring ? await this.sendKept() : await this.sendNew();
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
    const { page, turn, fields: kept } = this.restoring;
    const answer = await this.ask(this.body({ page, turn: turn + 1, leaving: true, fields: kept }));
    if (!answer) return false;
    this.restoring = undefined;
    this.since = "";
    return this.sendNew();
  }

  async sendNew() {
    const found = this.changes();
    const { choices, back } = this;
    const told = new Map(found.map((one) => [one.path, one]));
    for (const path of told.keys()) this.unacked.add(path);
    this.turn += 1;
    const state = found.length > 0 || this.stateDue === true;
    const answer = await this.ask(this.body({ turn: this.turn, fields: found, choices, back, state }));
    if (!answer) return false;
    this.stateDue = false;
    this.choices = this.choices.filter((one) => !choices.includes(one));
    this.back = this.back.filter((one) => !back.includes(one));
    for (const path of told.keys()) this.unacked.delete(path);
    this.take(answer, told);
    const saved = !this.isUnsent();
    if (saved) this.forget();
    else this.keep(this.changes());
    if (found.length + choices.length + back.length > 0 || this.failed) this.well(answer.saved);
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
    const found = this.restoring ? [] : this.changes();
    if (found.length === 0 && !leaving) return;
    if (found.length > 0) this.keep(found);
    for (const one of found) this.unacked.add(one.path);
    this.turn += 1;
    const body = this.body({ turn: this.turn, fields: found, choices: this.choices, back: this.back, leaving });
    const small = new TextEncoder().encode(body).length < KEEPALIVE;
    this.post(body, small).catch(() => {});
  }

  /** A form goes only when what was typed is saved; without a connection the page stays where it is. */
  async submit(event, form) {
    if (event.defaultPrevented) return;
    if (this.stopped || !this.isUnsent()) {
      if (form === this.form) this.tellBase();
      this.onPurpose = true;
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

  /** Tell the form which revisions it now rests on. */
  tellBase() {
    const base = {};
    for (const [path, known] of this.state) if (known.rev) base[path] = known.rev;
    this.form.elements.__base__.value = JSON.stringify(base);
    this.form.elements.__page__.value = this.page;
  }

  // What comes back

  take(answer, told) {
    this.since = answer.since;
    const [groups, single] = [[], []];
    for (const one of answer.fields) (one.rows ? groups : single).push(one);
    groups.sort((a, b) => a.path.length - b.path.length);
    for (const one of groups) this.takeRows(one, told.get(one.path), answer.fields);
    for (const one of single) if (!fields.boxOf(this.form, one.path)) this.revisions.set(one.path, one.rev);
    for (const one of single) this.takeField(one, told.get(one.path));
    this.showPresent(answer.present);
    if (answer.sections) this.showState(answer);
    else if (answer.fields.length > 0) this.stateDue = true;
    for (const one of told.values()) this.showProblem(one.path, answer.problems[one.path]);
    this.tellHeard();
  }

  takeField(one, told) {
    const box = fields.boxOf(this.form, one.path);
    if (!box) return;
    const known = this.stateOf(one.path, box);
    const as = (value) => (Array.isArray(value) ? JSON.stringify(value) : value);
    if (told) known.text = as(told.value);
    const local = fields.read(box);
    const busy = box.contains(document.activeElement);
    this.waiting.delete(one.path);
    const mine = one.proposals.some((other) => other.own);
    this.showChoice(box, one, mine);
    if (mine) return;
    if (one.own || local === as(one.value)) {
      Object.assign(known, { rev: one.rev, was: as(one.value) });
      if (!told && local === as(one.value)) known.text = local;
    } else if (one.rev > known.rev) {
      if (local === known.text && !busy) {
        fields.write(box, one.value);
        const text = fields.read(box);
        Object.assign(known, { rev: one.rev, was: text, text });
        this.hear(one.by, box);
      } else {
        // It is written in just now: what others wrote comes when the field is left.
        this.waiting.set(one.path, one);
        if (local === known.text) this.hear(one.by, box);
      }
    }
  }

  showChoice(box, one, mine) {
    const others = one.proposals.filter((other) => !other.own);
    if (mine) others.unshift({ by: one.by, value: one.value });
    const keys = ["", ...one.proposals.map((other) => other.key)];
    const choose = (value) => {
      if (value !== null) fields.write(box, value);
      this.settle(one, box, keys);
    };
    fields.showProposals(box, fields.isList(box) ? null : () => fields.read(box), others, choose);
  }

  settle(one, box, keys) {
    const text = fields.read(box);
    const value = fields.isList(box) ? fields.sent(text) : text;
    this.state.set(one.path, { rev: one.rev, was: text, text });
    this.choices.push({ path: one.path, value, keys });
    fields.showProposals(box, null, [], null);
    this.say("Dit valg bliver gemt. Det, der ikke blev valgt, står i historikken.");
    box.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    this.again();
  }

  takeRows(one, told, all) {
    const group = fields.boxOf(this.form, one.path);
    if (!group) return;
    const known = this.stateOf(one.path, group);
    const now = this.rowsTold(group, known).join();
    if (told) known.rows = told.value;
    const before = known.rows;
    if (one.rev <= known.rev && !told) return;
    // Rows were moved here meanwhile: the next turn puts both orders together.
    if (now !== before.join()) return;
    for (const rid of one.rows) this.addRow(group, rid, one.path, all);
    for (const row of fields.rowsOf(group)) {
      const rid = fields.ridOf(row);
      if (before.includes(rid) && !one.rows.includes(rid)) this.dropRow(row, rid, one);
    }
    this.state.set(one.path, { rev: one.rev, rows: one.rows });
    fields.arrange(group, one.rows);
  }

  addRow(group, rid, path, all) {
    if (fields.rowsOf(group).some((row) => fields.ridOf(row) === rid)) return;
    const row = fields.makeRow(group, rid);
    for (const key of [...this.state.keys()]) if (key.startsWith(`${path}/${rid}/`)) this.state.delete(key);
    for (const key of [...this.revisions.keys()]) if (key.startsWith(`${path}/${rid}/`)) this.revisions.delete(key);
    this.begin(row);
    group.querySelector(`[data-gone="${CSS.escape(rid)}"]`)?.remove();
    // A row that was brought back holds words that were written before we last asked.
    if (!all.some((one) => one.path.startsWith(`${path}/${rid}/`))) this.since = "";
    const other = all.find((one) => one.path.startsWith(`${path}/${rid}/`) && one.by);
    if (other) this.hear(other.by, group);
  }

  /** Another has taken a row out. One in which something is being written stays, and is put back by being saved. */
  dropRow(row, rid, one) {
    if (this.isUnsentIn(row)) return;
    if (row.contains(document.activeElement)) {
      this.late.set(rid, one);
      return;
    }
    this.late.delete(rid);
    const by = one.removed.find((gone) => gone.rid === rid)?.by || "En anden";
    const line = document.createElement("p");
    line.className = "removed";
    line.dataset.gone = rid;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "linkbtn";
    undo.textContent = "Fortryd";
    const name = row.querySelector("[id$='-head']").textContent.trim().replace(/\s+/g, " ");
    line.append(`${by} har fjernet ${name.toLowerCase()}. `, undo);
    undo.addEventListener("click", () => {
      line.remove();
      this.back.push({ path: one.path, rid });
      this.again();
    });
    row.closest("[data-rows]").querySelector(":scope > .add").before(line);
    row.remove();
    this.say(`${by} har fjernet ${name.toLowerCase()}.`);
  }

  // What is shown

  say(text) {
    this.form.querySelector("[data-draft-said]").textContent = text;
  }

  show(text, link) {
    const place = this.form.querySelector("[data-save-status]");
    // A link that was made anew at each try would slip away from under the finger.
    if (!place || (link && this.shown === text)) return;
    this.shown = text;
    place.textContent = text;
    place.classList.toggle("unsaved", Boolean(this.failing || this.stopped));
    if (!link) return;
    const made = document.createElement("a");
    made.textContent = "Log ind igen";
    made.href = this.data.draftLogin;
    made.addEventListener("click", () => {
      const here = location.pathname + (this.lastId ? `#${this.lastId}` : "");
      made.href = `${this.data.draftLogin}?videre=${encodeURIComponent(here)}`;
      this.onPurpose = true;
    });
    place.append(" ", made);
  }

  well(at) {
    const recovered = this.failing;
    this.failing = this.failed = undefined;
    this.wait = 0;
    this.show(`Gemt kl. ${at}`);
    if (recovered) this.say(`Forbindelsen er tilbage. Gemt kl. ${at}.`);
    else if (!this.saidSaved) this.say(`Gemt kl. ${at}. Siden gemmer selv, mens du skriver.`);
    this.saidSaved = true;
  }

  fail(text, link = false) {
    if (this.failing !== text) this.saidFailing = false;
    this.failing = text;
    this.failed = true;
    this.link = link;
    this.wait = Math.min(MOST_WAIT, this.wait ? this.wait * 2 : 1000);
    if (this.isUnsent()) this.tellFailing();
  }

  /** What is not saved is said once, and shown as long as it is so. */
  tellFailing() {
    this.show(this.failing, this.link);
    if (!this.saidFailing) this.say(this.failing);
    this.saidFailing = true;
  }

  stop(text) {
    this.stopped = true;
    this.failing = text;
    clearTimeout(this.timer);
    this.show(text);
    this.say(text);
  }

  hear(name, box) {
    if (!name) return;
    if (!this.heard.has(name)) this.heard.set(name, new Set());
    this.heard.get(name).add(fields.labelOf(box));
    box.querySelector(":scope > .written")?.remove();
    const note = document.createElement("span");
    note.className = "written small muted";
    note.textContent = `Skrevet af ${name}`;
    if (!fields.isGroup(box)) box.append(note);
  }

  /** Say what others have written, not more than twice a minute. */
  tellHeard() {
    if (this.heard.size === 0 || Date.now() - (this.toldAt ?? 0) < 30000) return;
    this.toldAt = Date.now();
    const told = [];
    for (const [name, labels] of this.heard) {
      const places = [...labels].map((label) => `»${label}«`).join(", ");
      told.push(`${name} har skrevet i ${places}.`);
    }
    this.say(told.join(" "));
    this.heard.clear();
  }

  showPresent(present) {
    const place = this.form.querySelector("[data-present]");
    if (!place) return;
    const now = [...place.children].map((one) => one.textContent);
    if (now.join("|") === present.join("|")) return;
    place.replaceChildren(...present.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
    const others = present.filter((text) => !now.includes(text));
    if (others.length > 0 && now.length === 0) this.say(others.join(" "));
  }

  showState({ sections, missing, words }) {
    const marks = { ok: "i-check", todo: "i-edit", none: "i-minus", err: "i-error" };
    for (const one of sections) {
      const link = this.form.querySelector(`.secnav a[href="#${CSS.escape(one.id)}"]`);
      if (!link || (link.className === one.state && link.querySelector("[data-words]").textContent.trim() === one.words)) continue;
      link.className = one.state;
      const use = link.querySelector("use");
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${marks[one.state]}`));
      const place = link.querySelector("[data-words]");
      place.className = one.state === "ok" ? "sr-only" : "st";
      place.textContent = ` ${one.words}`;
    }
    this.showMissing(missing, words);
  }

  showMissing(missing, words) {
    const place = this.form.querySelector(".missing");
    if (place) {
      place.hidden = missing.length === 0;
      place.querySelector("h2").textContent = words;
      place.querySelector("ul").replaceChildren(...missing.map(({ anchor, text }) => {
        const [item, link] = [document.createElement("li"), document.createElement("a")];
        link.href = `#${anchor}`;
        link.textContent = text;
        item.append(link);
        return item;
      }));
    }
    const status = this.form.querySelector("[data-missing-status]");
    if (!status) return;
    status.hidden = !words;
    status.textContent = `${words}, før dokumentet kan sendes til gennemsyn`;
  }

  showProblem(path, text) {
    const box = fields.boxOf(this.form, path);
    const control = box?.querySelector("input:not([type=hidden]), select, textarea");
    if (!control) return;
    const id = `${control.id}-wrong`;
    document.getElementById(id)?.remove();
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    if (text) {
      const note = document.createElement("span");
      note.className = "gentle";
      note.id = id;
      note.textContent = text;
      box.append(note);
      others.push(id);
    }
    if (others.length > 0) control.setAttribute("aria-describedby", others.join(" "));
    else control.removeAttribute("aria-describedby");
  }
}

for (const form of document.querySelectorAll("form[data-draft-url]")) new Draft(form);
// Whoever was led back to a field by logging in again goes on there.
const target = document.getElementById(location.hash.slice(1));
if (target?.matches("input, select, textarea")) target.focus();
