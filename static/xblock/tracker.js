// The tracker: tells the server at a steady pace that the page is still there (3.9). It never sends a time:
// the server's clock alone counts. See cadretrain_xblock/contract.py for the messages.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const DEFAULT_PERIOD_S = 30;
  const STATE_EVERY = 2;
  const SILENT = ["not_a_trainee", "suspended"];
  const WAITING = ["rules_not_accepted"];
  const PASSING_STATUS = [408, 425, 429];
  const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchstart", "touchmove"];

  CadreTrain.Tracker = class {
    constructor(config, card) {
      this.config = config;
      this.card = card;
      this.token = config.token;
      this.periodS = DEFAULT_PERIOD_S;
      this.isActive = true; // opening the page is an act
      // At any time since the last beat. What went by before this page was loaded was not in front: on going back a
      // browser may show its stored copy of the page, whose session had begun before.
      this.wasHidden = true;
      this.isSilent = true; // until the first state tells otherwise
      this.hasState = false;
      this.isBusy = false;
      this.isLeaving = false;
      this.beatIsDue = false;
      this.beatsSinceState = 0;
      this.listening = new AbortController();
    }

    start() {
      const options = { passive: true, capture: true, signal: this.listening.signal };
      INPUT.forEach((name) => document.addEventListener(name, () => (this.isActive = true), options));
      document.addEventListener("visibilitychange", () => this.onVisibility(), options);
      global.addEventListener("pagehide", () => this.onLeave(), options);
      global.addEventListener("pageshow", (event) => event.persisted && this.onReturn(), options);
      return this.turn();
    }

    stop() {
      this.isSilent = true;
      clearTimeout(this.timer);
      this.listening.abort();
    }

    get isStopped() {
      return this.listening.signal.aborted;
    }

    /** One request at a time: the state first, then beats. The next turn is planned when this one is over. */
    async turn() {
      if (this.isBusy || this.isStopped) return;
      if (!this.card.root.isConnected) {
        this.stop(); // the host has taken the unit off the page
        return;
      }
      this.isBusy = true;
      clearTimeout(this.timer);
      if (!this.hasState) await this.askState();
      if (this.hasState && !this.isSilent) await this.beat();
      this.isBusy = false;
      if (this.isStopped) return;
      const wait = this.beatIsDue ? 0 : this.periodS * 1000;
      this.beatIsDue = false;
      this.timer = setTimeout(() => this.turn(), wait);
    }

    async askState() {
      const answer = await this.post(this.config.stateUrl, { token: this.token });
      if (answer) this.show(answer.state);
    }

    async beat() {
      const sent = this.takeBeat();
      const answer = await this.post(this.config.beatUrl, sent);
      if (!answer) {
        this.isActive = this.isActive || sent.active;
        this.wasHidden = this.wasHidden || !sent.visible;
        return;
      }
      this.token = answer.token;
      this.beatsSinceState += 1;
      if (answer.state) this.show(answer.state);
      else if (this.beatsSinceState >= STATE_EVERY) await this.askState();
    }

    /** What the next beat says. A span counts as in the foreground only if the page never left it. */
    takeBeat() {
      const beat = { token: this.token, visible: !this.wasHidden, active: this.isActive };
      this.wasHidden = document.hidden;
      this.isActive = false;
      return beat;
    }

    /** The answer, or null when there is none: then the next turn tries again, unless the refusal is final. */
    async post(url, body) {
      let answer;
      try {
        answer = await CadreTrain.postJson(url, body);
      } catch {
        this.card.showOffline(true);
        return null;
      }
      const isRefused = answer.status >= 400 && answer.status < 500 && !PASSING_STATUS.includes(answer.status);
      if (isRefused) {
        this.stop();
        this.card.showOffline(false);
        this.card.fail((answer.data && answer.data.error) || { code: "other", message: "" });
      } else {
        this.card.showOffline(!answer.ok);
      }
      return answer.ok ? answer.data : null;
    }

    show(state) {
      // What is waited for happens in another window: the state is asked for again, each turn, until it is another one.
      this.hasState = !WAITING.includes(state.state);
      this.beatsSinceState = 0;
      this.periodS = state.period_s > 0 ? state.period_s : DEFAULT_PERIOD_S;
      this.isSilent = !this.hasState || SILENT.includes(state.state);
      this.card.show(state);
      if (SILENT.includes(state.state)) this.stop();
    }

    /** Close the span at the moment the page leaves or regains the foreground, so that it counts for what it was. */
    onVisibility() {
      if (this.isLeaving) return;
      if (this.isBusy) {
        this.wasHidden = true;
        this.beatIsDue = true;
      } else {
        this.turn();
      }
    }

    onLeave() {
      this.isLeaving = true;
      if (this.isSilent || !this.card.root.isConnected) return;
      const beat = new Blob([JSON.stringify(this.takeBeat())], { type: "text/plain" });
      navigator.sendBeacon(this.config.beatUrl, beat);
    }

    /** The browser has brought the page back from its memory: whatever went by meanwhile was not in front. */
    onReturn() {
      this.isLeaving = false;
      this.wasHidden = true;
      this.turn();
    }
  };

  global.CadreTrainCreditCourse = function (runtime, element) {
    const root = CadreTrain.rootOf(element, "card");
    const config = JSON.parse(root.dataset.config);
    const card = new CadreTrain.Card(root, config.messages);
    if (config.token) new CadreTrain.Tracker(config, card).start();
  };
})(window);
