// The learner card: shows what the server says of a trainee's study. Computes nothing but minutes and per cent.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});

  // R8: a course's minutes are rounded up, learned minutes down.
  const minutesUp = (seconds) => Math.ceil(seconds / 60);
  const minutesDown = (seconds) => Math.floor(seconds / 60);

  const RELOADABLE = ["expired_token", "bad_token", "signed_out", "wrong_user", "rules_not_accepted"];

  CadreTrain.Card = class {
    constructor(root, messages) {
      this.root = root;
      this.messages = messages;
      const duration = this.part("duration");
      if (Number(duration.dataset.minutes) > 0) duration.textContent = this.minutes(duration.dataset.minutes);
    }

    part(name) {
      return this.root.querySelector(`[data-part="${name}"]`);
    }

    minutes(number) {
      return CadreTrain.fill(this.messages.minutes, { minutes: number });
    }

    /** Show a CardState of the contract. */
    show(state) {
      const { messages } = this;
      this.root.dataset.state = state.state;
      if (state.course_duration > 0) {
        this.part("hours").textContent = state.credit_hours;
        this.part("duration").textContent = this.minutes(minutesUp(state.course_duration));
      }
      this.part("learned").textContent = this.minutes(minutesDown(state.learning_duration));
      this.showProgress(state);
      const dated = state.earned_on && messages[`state_${state.state}_on`];
      const sentence = dated || messages[`state_${state.state}`] || messages.error_other;
      CadreTrain.say(this.part("state"), CadreTrain.fill(sentence, { hours: state.credit_hours, date: state.earned_on }));
      this.part("rules").hidden = state.state !== "rules_not_accepted";
    }

    showProgress(state) {
      const { messages } = this;
      const done = state.state === "earned" || state.state === "exempt";
      const needed = Math.max(state.required_duration - state.learning_duration, 0);
      const share = state.required_duration > 0 ? state.learning_duration / state.required_duration : 0;
      const percent = done ? 100 : Math.floor(100 * Math.min(share, 1));
      const progress = this.part("progress");
      progress.setAttribute("aria-valuenow", String(percent));
      progress.setAttribute("aria-valuetext", CadreTrain.fill(messages.percent, { percent }));
      this.part("bar").style.width = `${percent}%`;
      const isStudying = ["ready", "studying", "not_released"].includes(state.state);
      const rest = isStudying && needed > 0 ? CadreTrain.fill(messages.rest, { minutes: minutesUp(needed) }) : "";
      CadreTrain.say(this.part("rest"), rest);
    }

    /** Say that the network is gone, or, with false, that it is back. isKept: what is studied meanwhile is not lost. */
    showOffline(isOffline, isKept) {
      this.root.dataset.offline = String(isOffline);
      delete this.root.dataset.elsewhere;
      const { offline, offline_before: before } = this.messages;
      this.notify(isOffline ? (isKept ? offline : before) : "");
    }

    /** Say why no more time is recorded on this page: an error of the contract, {code, message}. */
    fail(error) {
      this.root.dataset.error = error.code;
      const isMended = RELOADABLE.includes(error.code);
      this.notify(this.sentenceOf(error), isMended ? this.messages.reload : "", () => window.location.reload());
      this.silence();
      this.part("rules").hidden = error.code !== "rules_not_accepted";
    }

    /** Say that another course is open, and offer to study here instead. */
    pause(error, takeOver) {
      this.root.dataset.elsewhere = error.code;
      this.notify(this.sentenceOf(error), this.messages.take_over, takeOver);
      this.silence();
    }

    /** Offer to go on where the trainee stopped: {name, values, go} of a place, or null for nothing to offer. */
    offer(place) {
      const row = this.part("resume");
      row.hidden = !place;
      if (!place) return;
      this.part("resume-text").textContent = CadreTrain.fill(this.messages[`resume_${place.name}`], place.values);
      const button = this.part("resume-act");
      button.onclick = () => {
        row.hidden = true;
        place.go();
      };
    }

    sentenceOf(error) {
      return error.message || this.messages[`error_${error.code}`] || this.messages.error_other;
    }

    /** Whatever was said of studying is no longer true. */
    silence() {
      CadreTrain.say(this.part("state"), "");
      CadreTrain.say(this.part("rest"), "");
    }

    /** Show a sentence in the notice, with a button if it is given a label; nothing hides it. */
    notify(sentence, label = "", act = null) {
      this.part("notice").hidden = !sentence;
      CadreTrain.say(this.part("notice-text"), sentence);
      CadreTrain.say(this.part("notice-act"), label);
      this.part("notice-act").onclick = act;
    }
  };
})(window);
