// A duration proposed from the content (3.7): asks for it, lists its parts with the reasons, and names those of a long
// course that could stand on their own (R1).
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const REFUSALS = { 401: "proposal_forbidden", 403: "proposal_forbidden", 404: "proposal_not_found" };

  CadreTrain.Proposal = class {
    /** onProposed is told the text that belongs into the field for the duration. */
    constructor(form, onProposed) {
      this.form = form;
      this.config = form.config;
      this.onProposed = onProposed;
      this.parts = [];
      this.asked = 0;
    }

    start() {
      this.form.part("propose").addEventListener("click", () => this.ask());
    }

    /** Late answers, to what was asked before the form was cancelled, are dropped. */
    async ask() {
      const { messages } = this.config;
      const turn = ++this.asked;
      this.show([], messages.proposing);
      const wanted = { usage_key: this.config.usageKey, extent: this.form.field("extent").value };
      const answer = await this.form.post(this.config.proposalUrl, wanted);
      if (turn !== this.asked) return;
      if (answer && answer.ok) this.take(answer.data);
      else this.show([], messages[(answer && REFUSALS[answer.status]) || "proposal_failed"]);
    }

    take(proposal) {
      const { messages } = this.config;
      if (!(proposal.course_duration > 0)) {
        this.show(proposal.parts, messages.proposed_nothing);
        return;
      }
      const typed = CadreTrain.typedDuration(proposal.course_duration);
      this.show(proposal.parts, CadreTrain.fill(messages.proposed, { duration: typed }));
      this.onProposed(typed);
    }

    show(parts, said) {
      this.parts = parts;
      this.form.part("proposal-status").textContent = said;
      this.list("proposal-parts", parts.map((part) => this.line(part)));
      this.showSplit(0);
    }

    /** For a course of so many seconds: name the parts that could be courses, if it is long and has several. */
    showSplit(seconds) {
      const isLong = seconds > this.config.longCourse;
      const able = isLong ? this.parts.filter((part) => part.seconds >= this.config.ownCourse) : [];
      const named = able.length > 1 ? able : [];
      this.list("split-parts", named.map((part) => this.line({ ...part, reason: "" })));
      this.form.part("split").hidden = named.length === 0;
    }

    forget() {
      this.asked += 1;
      this.show([], "");
    }

    list(name, lines) {
      const list = this.form.part(name);
      list.replaceChildren(...lines);
      list.hidden = lines.length === 0;
    }

    line(part) {
      const { messages } = this.config;
      const kind = messages[`part_${part.kind}`] || messages.part_other;
      const time = part.seconds > 0 ? CadreTrain.typedClock(part.seconds) : "";
      const texts = { kind, title: part.title || kind, time, reason: part.reason };
      const item = document.createElement("li");
      for (const [name, text] of Object.entries(texts)) {
        if (text && !(name === "kind" && text === texts.title)) item.append(this.piece(name, text), " ");
      }
      return item;
    }

    piece(name, text) {
      const piece = document.createElement("span");
      piece.className = `cadretrain-part-${name}`;
      piece.textContent = text;
      return piece;
    }
  };
})(window);
