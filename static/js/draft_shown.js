// What a page that is written in tells: whether everything is saved, who else is here, how far the document is.

const MOST_WAIT = 30000;

export const shown = (fields) =>
  class {
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

    hear(one, box) {
      if (!one.by) return;
      const who = fields.did(one);
      if (!this.heard.has(who)) this.heard.set(who, new Set());
      this.heard.get(who).add(fields.labelOf(box));
      box.querySelector(":scope > .written")?.remove();
      const note = document.createElement("span");
      note.className = "written small muted";
      note.textContent = `Skrevet af ${fields.whose(one)}`;
      if (!fields.isGroup(box)) box.append(note);
    }

    /** Say what others have written, not more than twice a minute. */
    tellHeard() {
      if (this.heard.size === 0 || Date.now() - (this.toldAt ?? 0) < 30000) return;
      this.toldAt = Date.now();
      const told = [];
      for (const [who, labels] of this.heard) {
        const places = [...labels].map((label) => `»${label}«`).join(", ");
        told.push(`${who} skrevet i ${places}.`);
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
  };
