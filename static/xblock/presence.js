// The presence check: a dialog that asks whether the trainee is still there (3.9). Only its button answers; Escape and
// closing it in any other way claim nothing, and the server asks again.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});

  CadreTrain.Presence = class {
    /** onConfirmed is called once for each time that the question is answered. */
    constructor(dialog, onConfirmed) {
      this.dialog = dialog;
      this.onConfirmed = onConfirmed;
      const button = dialog.querySelector('[data-part="presence-confirm"]');
      button.addEventListener("click", () => this.confirm());
      // The question stays until it is answered, or no longer asked.
      dialog.addEventListener("cancel", (event) => event.preventDefault());
      dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
    }

    /** Ask, or with false ask no longer. */
    ask(isAsked) {
      const { dialog } = this;
      if (!isAsked) {
        if (dialog.open) dialog.close();
        return;
      }
      if (!dialog.open) dialog.showModal(); // keeps the focus inside, and gives it back
      this.bringIntoSight();
    }

    confirm() {
      this.dialog.close();
      this.onConfirmed();
    }

    /** A host may show this page in a frame as tall as its content: then the middle is not what the trainee sees. */
    async bringIntoSight() {
      const { dialog } = this;
      const whole = document.createElement("div");
      whole.className = "cadretrain-whole-page";
      dialog.append(whole);
      const seen = await CadreTrain.inSight(whole);
      whole.remove();
      if (seen.height) dialog.style.top = `${Math.max(seen.top + (seen.height - dialog.offsetHeight) / 2, 0)}px`;
    }
  };
})(window);
