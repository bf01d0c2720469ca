// The card of a theme class: asks the plugin where the person who looks stands, and shows it. What the plugin cannot
// say (null) is left out.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});

  CadreTrain.ClassCard = class {
    constructor(root, config) {
      this.root = root;
      this.config = config;
      this.messages = config.messages;
    }

    part(name) {
      return this.root.querySelector(`[data-part="${name}"]`);
    }

    async load() {
      let answer = null;
      try {
        answer = await CadreTrain.getJson(this.config.url);
      } catch {
        // Without a network there is a sentence, as for any answer that is none.
      }
      if (answer && answer.ok) this.show(answer.data);
      else this.fail(answer ? answer.status : 0);
    }

    /** Show a ThemeClassCard of the contract. */
    show(card) {
      const { messages } = this;
      this.root.dataset.state = card.state;
      this.part("title").textContent = card.title;
      this.root.setAttribute("aria-label", card.title);
      this.part("class-state").textContent = messages[`state_${card.state}`] || messages.unknown;
      this.part("class-type").textContent = messages[`type_${card.class_type}`] || messages.unknown;
      this.part("registration").textContent = messages[`registration_${card.registration || "none"}`] || messages.unknown;
      this.showCount("hours", card.fulfilled_hours, card.required_hours);
      this.showCount("courses", card.fulfilled_courses, card.required_courses);
      this.showProgress(card);
      this.showCertificate(card.certificate_url);
      CadreTrain.say(this.part("state"), "");
      this.part("facts").hidden = false;
    }

    showCount(name, done, all) {
      const isKnown = done !== null && all !== null;
      this.part(`${name}-row`).hidden = !isKnown;
      if (isKnown) this.part(name).textContent = CadreTrain.fill(this.messages.of, { done, all });
    }

    showProgress(card) {
      const { messages } = this;
      const isKnown = card.required_hours !== null && card.fulfilled_hours !== null;
      const all = Number(card.required_hours);
      const percent = all > 0 ? Math.floor(100 * Math.min(Number(card.fulfilled_hours) / all, 1)) : 100;
      const progress = this.part("progress");
      progress.hidden = !isKnown;
      progress.setAttribute("aria-valuenow", String(percent));
      progress.setAttribute("aria-valuetext", CadreTrain.fill(messages.percent, { percent }));
      this.part("bar").style.width = `${percent}%`;
      // Hours are multiples of a quarter, so their difference is exact.
      const hours = isKnown ? Math.max(all - Number(card.fulfilled_hours), 0) : 0;
      const courses = Math.max((card.required_courses || 0) - (card.fulfilled_courses || 0), 0);
      CadreTrain.say(this.part("left-hours"), hours ? CadreTrain.fill(messages.left_hours, { hours }) : "");
      CadreTrain.say(this.part("left-courses"), courses ? CadreTrain.fill(messages.left_courses, { courses }) : "");
    }

    showCertificate(url) {
      this.part("certificate").hidden = !url;
      if (url) this.part("certificate").querySelector("a").href = url;
    }

    fail(status) {
      const { messages } = this;
      const said = { 401: messages.sign_in, 403: messages.hidden, 404: messages.hidden }[status];
      this.root.dataset.error = String(status);
      CadreTrain.say(this.part("state"), said || messages.failed);
    }
  };

  global.CadreTrainThemeClass = function (runtime, element) {
    const root = CadreTrain.rootOf(element, "class");
    const config = JSON.parse(root.dataset.config);
    if (config.url) new CadreTrain.ClassCard(root, config).load();
  };
})(window);
