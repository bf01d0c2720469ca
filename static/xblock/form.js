// An author's form: saves, and says in place what came of it. What is special to one kind of block is added to it.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});

  CadreTrain.Form = class {
    constructor(runtime, element, root) {
      this.runtime = runtime;
      this.element = element;
      this.config = JSON.parse(root.dataset.config);
      this.form = root.querySelector("form");
      this.saveUrl = this.handlerUrl(this.config.save);
    }

    start() {
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.save();
      });
      this.part("cancel").addEventListener("click", () => this.cancel());
      // What was said of the last save is not true of what is typed now.
      this.form.addEventListener("input", () => this.say(""));
    }

    handlerUrl(name) {
      return this.runtime.handlerUrl(this.element, name);
    }

    part(name) {
      return this.form.querySelector(`[data-part="${name}"]`);
    }

    field(name) {
      return this.form.elements.namedItem(name);
    }

    async save() {
      const { messages } = this.config;
      const save = this.part("save");
      if (save.disabled) return;
      save.disabled = true;
      this.notify("save", { state: "start", message: messages.saving });
      this.say(messages.saving);
      const answer = await this.post(this.saveUrl, Object.fromEntries(new FormData(this.form)));
      save.disabled = false;
      if (answer && answer.ok && answer.data.result === "success") this.onSaved(answer.data);
      else this.onRefused(answer);
    }

    onSaved() {
      this.showErrors({});
      this.say(this.config.messages.saved);
      // What has been saved is what Cancel goes back to from now on.
      this.form.querySelectorAll("input, textarea").forEach((field) => (field.defaultValue = field.value));
      this.form.querySelectorAll("option").forEach((option) => (option.defaultSelected = option.selected));
      this.notify("save", { state: "end" });
    }

    onRefused(answer) {
      const { messages } = this.config;
      const data = (answer && answer.data) || {};
      const isRead = Boolean(answer && answer.ok && data.errors);
      this.showErrors(isRead ? data.errors : {});
      const reason = typeof data.error === "string" ? data.error : messages.save_failed;
      this.say(isRead ? messages.not_saved : reason);
      this.listMistakes();
      this.notify("error", { title: messages.not_saved, message: isRead ? Object.values(data.errors).join(" ") : reason });
      const wrong = this.form.querySelector("[aria-invalid=true]");
      if (wrong) wrong.focus();
    }

    cancel() {
      this.form.reset();
      this.showErrors({});
      this.say(this.config.messages.discarded);
      this.notify("cancel", {});
    }

    showErrors(errors) {
      this.form.querySelectorAll("[data-error]").forEach((node) => {
        const field = node.dataset.error;
        this.showError(field, errors[field] || "");
      });
    }

    showError(field, message) {
      CadreTrain.say(this.form.querySelector(`[data-error="${field}"]`), message);
      const input = this.field(field);
      if (message) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }

    /** Beside the buttons, where the eye is, each mistake as a way to its field. */
    listMistakes() {
      const wrong = [...this.form.querySelectorAll("[aria-invalid=true]")];
      this.part("mistakes").replaceChildren(...wrong.map((input) => this.mistake(input)));
      this.part("mistakes").hidden = wrong.length === 0;
    }

    mistake(input) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${input.id}`;
      link.textContent = input.labels[0].firstChild.textContent.trim();
      link.addEventListener("click", (event) => {
        event.preventDefault();
        input.focus();
      });
      item.append(link);
      return item;
    }

    say(message) {
      this.part("status").textContent = message;
      this.part("mistakes").hidden = true;
    }

    /** The answer, or null without a network. */
    async post(url, body) {
      try {
        return await CadreTrain.postJson(url, body);
      } catch {
        return null;
      }
    }

    /** Studio closes the form and shows its own notices; other hosts may not listen. */
    notify(name, data) {
      if (typeof this.runtime.notify === "function") this.runtime.notify(name, data);
    }
  };
})(window);
