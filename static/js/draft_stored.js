// What this window keeps while it cannot be sent, and puts in again when the page is opened anew.

export const stored = (fields, Base) =>
  class extends Base {
    /** Keep what is unsent: first what earlier pages of this window left behind, then what this one has. */
    keep(found) {
      const own = { user: this.data.draftUser, page: this.page, turn: this.turn, begun: this.data.draftBegun };
      Object.assign(own, { fields: found, choices: this.choices, back: this.back });
      try {
        sessionStorage.setItem(this.store, JSON.stringify([...this.restoring, own]));
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
        kept = JSON.parse(sessionStorage.getItem(this.store) ?? "[]");
      } catch {
        return;
      }
      for (const one of [kept].flat()) if (one?.user === this.data.draftUser && Array.isArray(one.fields)) this.takeUp(one);
      if (this.restoring.length > 0) this.say("Det, du skrev sidst, er sat ind igen og bliver gemt nu.");
    }

    takeUp(kept) {
      const sameDraft = kept.begun === this.data.draftBegun;
      // Another draft counts its revisions anew: there only the words tell what these grew from.
      if (!sameDraft) for (const one of [...kept.fields, ...(kept.choices ?? [])]) Object.assign(one, { rev: 0, seen: {} });
      for (const one of kept.fields) {
        this.putIn(one);
      }
      this.restoring.push(kept);
    }

    /** What was put in is saved: what is typed on in it grows from there. */
    tookUp(kept, answer) {
      const as = (value) => (Array.isArray(value) ? JSON.stringify(value) : value);
      for (const { path, own, rev, value } of answer.fields) {
        const known = this.state.get(path);
        const sent = kept.fields.find((one) => one.path === path);
        if (known && sent && own && as(sent.value) === as(value)) Object.assign(known, { rev, was: as(value) });
      }
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
      // What was typed before this module was there stays; the server puts both together.
      const now = fields.read(box);
      if (now !== this.stateOf(one.path, box).text && now !== fields.read(box, true)) return;
      fields.write(box, one.value);
      const as = (value) => (Array.isArray(value) ? JSON.stringify(value) : value);
      this.state.set(one.path, { rev: one.rev, was: as(one.was), text: fields.read(box) });
    }
  };
