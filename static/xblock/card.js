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

    /** Say that the network is gone, or, with false, that it is back. */
    showOffline(isOffline) {
      this.root.dataset.offline = String(isOffline);
      CadreTrain.say(this.part("notice"), isOffline ? this.messages.offline : "");
    }

    /** Say why no more time is recorded on this page: an error of the contract, {code, message}. */
    fail(error) {
      const { messages } = this;
      this.root.dataset.error = error.code;
      const notice = this.part("notice");
      CadreTrain.say(notice, error.message || messages[`error_${error.code}`] || messages.error_other);
      // Whatever was said of studying is no longer true.
      CadreTrain.say(this.part("state"), "");
      CadreTrain.say(this.part("rest"), "");
      this.part("rules").hidden = error.code !== "rules_not_accepted";
      if (RELOADABLE.includes(error.code)) notice.append(this.reloadButton());
    }

    reloadButton() {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cadretrain-button";
      button.textContent = this.messages.reload;
      button.addEventListener("click", () => window.location.reload());
      return button;
    }
  };
})(window);
