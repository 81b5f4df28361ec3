// What others have written comes into the page: fields, rows, and two proposals for one place.

export const taken = (fields, Base) =>
  class extends Base {
    take(answer, told) {
      this.since = answer.since;
      const [groups, single] = [[], []];
      for (const one of answer.fields) (one.rows ? groups : single).push(one);
      groups.sort((a, b) => a.path.length - b.path.length);
      for (const one of groups) this.takeRows(one, told.get(one.path), answer.fields);
      for (const one of single) if (!fields.boxOf(this.form, one.path)) this.takeUnseen(one);
      for (const one of single) this.takeField(one, told.get(one.path));
      this.showPresent(answer.present);
      if (answer.sections) this.showState(answer);
      else if (answer.fields.length > 0) this.stateDue = true;
      for (const one of told.values()) this.showProblem(one.path, answer.problems[one.path]);
      this.tellHeard();
    }

    /** A field that the page does not show. Of a row that was taken out here, nothing that came since has been seen. */
    takeUnseen(one) {
      const rid = one.path.split("/").at(-2);
      if (!rid || this.form.querySelector(`[data-row="${CSS.escape(rid)}"]`)) this.revisions.set(one.path, one.rev);
    }

    takeField(one, told) {
      const box = fields.boxOf(this.form, one.path);
      // What was chosen here and is not sent yet stands until it is.
      if (!box || this.choices.some((other) => other.path === one.path)) return;
      const known = this.stateOf(one.path, box);
      const as = (value) => (Array.isArray(value) ? JSON.stringify(value) : value);
      if (told) known.text = as(told.value);
      const local = fields.read(box);
      const busy = box.contains(document.activeElement);
      this.waiting.delete(one.path);
      const mine = one.proposals.some((other) => other.own);
      this.showChoice(box, one, mine);
      if (mine) return;
      // Own words in a row that came back do not stand in the page yet.
      const isHere = one.own && (told || known.rev > 0);
      if (isHere || local === as(one.value)) {
        Object.assign(known, { rev: one.rev, was: as(one.value) });
        if (!told && local === as(one.value)) known.text = local;
      } else if (one.rev > known.rev) {
        if (local === known.text && !busy) {
          fields.write(box, one.value);
          const text = fields.read(box);
          Object.assign(known, { rev: one.rev, was: text, text });
          if (!one.own) this.hear(one, box);
        } else {
          // It is written in just now: what others wrote comes when the field is left.
          this.waiting.set(one.path, one);
          if (local === known.text) this.hear(one, box);
        }
      }
    }

    showChoice(box, one, mine) {
      const others = one.proposals.filter((other) => !other.own);
      if (mine) others.unshift(one);
      const keys = ["", ...one.proposals.map((other) => other.key)];
      const choose = (value) => {
        const [local, known] = [fields.read(box), this.stateOf(one.path, box)];
        const unsent = local === known.text ? undefined : this.asSent(box, local);
        if (value !== null) fields.write(box, value);
        // What stood there when this was chosen: own words stand beside what the server has, not in place of it.
        const from = mine ? { rev: one.rev, was: one.value } : { rev: known.rev, was: this.asSent(box, known.was) };
        this.settle(one, box, { ...from, keys, unsent });
      };
      fields.showProposals(box, fields.isList(box) ? null : () => fields.read(box), others, choose);
    }

    asSent(box, text) {
      return fields.isList(box) ? fields.sent(text) : text;
    }

    settle(one, box, chosen) {
      const text = fields.read(box);
      const as = (value) => (Array.isArray(value) ? JSON.stringify(value) : value);
      this.state.set(one.path, { rev: chosen.rev, was: as(chosen.was), text });
      this.choices.push({ path: one.path, value: this.asSent(box, text), ...chosen });
      this.keep(this.changes());
      fields.showProposals(box, null, [], null);
      this.say("Dit valg bliver gemt. Det, der ikke blev valgt, står i historikken.");
      box.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      this.again();
    }

    takeRows(one, told, all) {
      const group = fields.boxOf(this.form, one.path);
      if (!group) return;
      const known = this.stateOf(one.path, group);
      // A row that was taken out is back when somebody has written in it.
      for (const rid of one.rows) this.late.delete(rid);
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
      const isOfRow = (key) => key.startsWith(`${path}/${rid}/`);
      const known = [...this.state.keys(), ...this.revisions.keys()].some(isOfRow);
      for (const one of [this.state, this.revisions]) for (const key of [...one.keys()]) if (isOfRow(key)) one.delete(key);
      this.begin(row);
      this.dropGone(group, row, `${path}:${rid}`);
      // A row that comes back holds words that were written before we last asked.
      if (known || !all.some((one) => isOfRow(one.path))) this.since = "";
      const other = all.find((one) => one.path.startsWith(`${path}/${rid}/`) && one.by);
      if (other) this.hear(other, group);
    }

    /** A row is there again: nothing says any longer that it is gone, and who was about to bring it back is at it. */
    dropGone(group, row, name) {
      const line = group.querySelector(`:scope > [data-gone="${CSS.escape(fields.ridOf(row))}"]`);
      const isHere = line?.contains(document.activeElement);
      line?.remove();
      this.form.querySelector(`button[value="${CSS.escape(`back:${name}`)}"]`)?.closest("li").remove();
      if (isHere) row.querySelector(".rowmenu summary").focus();
    }

    /** Another has taken a row out. One in which something is being written stays, and is put back by being saved. */
    dropRow(row, rid, one) {
      if (this.isUnsentIn(row)) return;
      if (row.contains(document.activeElement)) {
        this.late.set(rid, one);
        return;
      }
      this.late.delete(rid);
      const who = fields.did(one.removed.find((gone) => gone.rid === rid) ?? {});
      const line = document.createElement("p");
      line.className = "removed";
      line.dataset.gone = rid;
      const name = row.querySelector("[id$='-head']").textContent.trim().replace(/\s+/g, " ").toLowerCase();
      const undo = fields.button("Fortryd", `, at ${name} er fjernet`, () => {
        // The line, and focus with it, stays until the row is back.
        if (this.back.some((other) => other.rid === rid)) return;
        this.back.push({ path: one.path, rid });
        this.keep(this.changes());
        this.again();
      });
      line.append(`${who} fjernet ${name}. `, undo);
      row.closest("[data-rows]").querySelector(":scope > .add").before(line);
      row.remove();
      this.say(`${who} fjernet ${name}.`);
    }
  };
