// The form of the Credit course block: besides saving, it shows the hours of what is being typed.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const TYPING_PAUSE_MS = 300;

  CadreTrain.CourseForm = class extends CadreTrain.Form {
    constructor(runtime, element, root) {
      super(runtime, element, root);
      this.durationUrl = this.handlerUrl("read_duration");
      this.typed = 0;
      this.proposal = new CadreTrain.Proposal(this, (duration) => this.take(duration));
    }

    start() {
      super.start();
      this.proposal.start();
      this.duration.addEventListener("input", () => {
        clearTimeout(this.pause);
        if (!this.duration.value.trim()) this.showError("course_duration", "");
        this.pause = setTimeout(() => this.preview(), TYPING_PAUSE_MS);
      });
      this.field("assessment").addEventListener("change", () => this.showPassMark());
      this.showPassMark();
      if (this.duration.value.trim()) this.preview();
    }

    get duration() {
      return this.field("course_duration");
    }

    /** A pass mark is asked for only where there is an assessment (8.2.5). */
    showPassMark() {
      const isAssessed = this.field("assessment").value !== "none";
      this.form.querySelector('[data-field="pass_mark"]').hidden = !isAssessed;
      if (!isAssessed) this.showError("pass_mark", "");
    }

    /** Put a proposed duration into the field, as if it had been typed. */
    take(duration) {
      clearTimeout(this.pause);
      this.duration.value = duration;
      this.say("");
      this.preview();
    }

    /** Show the hours of what is typed, or what is wrong with it. Late answers to earlier typing are dropped. */
    async preview() {
      const turn = ++this.typed;
      const isCurrent = () => turn === this.typed;
      const text = this.duration.value;
      const parts = { hours: this.part("hours"), note: this.part("hours-note") };
      const answer = text.trim() ? await this.post(this.durationUrl, { course_duration: text }) : null;
      if (!isCurrent()) return;
      const data = answer && answer.ok ? answer.data : {};
      // Of an empty field nothing is said here, so that what a save has said meanwhile stays.
      if (data.result) this.showError("course_duration", (data.errors && data.errors.course_duration) || "");
      CadreTrain.say(this.part("hint"), data.hint || "");
      this.proposal.showSplit(data.course_duration || 0);
      if (data.result === "success") {
        await CadreTrain.showHours(parts, this.config, data.course_duration, isCurrent);
      } else {
        CadreTrain.say(parts.hours, this.config.messages.unknown);
        CadreTrain.say(parts.note, "");
      }
    }

    cancel() {
      this.typed += 1;
      clearTimeout(this.pause);
      super.cancel();
      this.proposal.forget();
      this.showPassMark();
      this.preview();
    }
  };

  global.CadreTrainCreditCourseStudio = function (runtime, element) {
    new CadreTrain.CourseForm(runtime, element, CadreTrain.rootOf(element, "studio")).start();
  };
})(window);
