// The tracker: tells the server at a steady pace that the page is still there (3.9). It never sends a time of day:
// the server's clock alone counts. See cadretrain_xblock/contract.py for the messages.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const STATE_EVERY = 2;
  const SILENT = ["not_a_trainee", "suspended"];
  const WAITING = ["rules_not_accepted"];
  const ELSEWHERE = ["other_course", "taken_over"];
  const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchstart", "touchmove"];

  CadreTrain.Tracker = class {
    constructor(config, card) {
      this.config = config;
      this.card = card;
      this.token = config.token;
      this.pace = new CadreTrain.Pace(() => (this.isBusy ? this.keep() : this.turn()));
      this.beats = new CadreTrain.Beats();
      this.place = new CadreTrain.Place();
      this.presence = new CadreTrain.Presence(card.part("presence"), () => this.onPresent());
      this.isSilent = true; // until the first state tells otherwise
      this.isElsewhere = false; // the trainee studies another course
      this.takesOver = false;
      this.hasState = false;
      this.isBusy = false;
      this.isLeaving = false;
      this.beatIsDue = false;
      this.beatsSinceState = 0;
      this.listening = new AbortController();
    }

    start() {
      const options = { passive: true, capture: true, signal: this.listening.signal };
      INPUT.forEach((name) => document.addEventListener(name, () => (this.beats.isActive = true), options));
      document.addEventListener("visibilitychange", () => this.onVisibility(), options);
      global.addEventListener("pagehide", () => this.onLeave(), options);
      global.addEventListener("pageshow", (event) => event.persisted && this.onReturn(), options);
      this.place.watch(this.listening.signal);
      return this.turn();
    }

    stop() {
      this.isSilent = true;
      this.pace.stop();
      this.listening.abort();
      this.presence.ask(false);
    }

    get isStopped() {
      return this.listening.signal.aborted;
    }

    get isHeard() {
      return this.hasState && !this.isSilent && !this.isElsewhere;
    }

    /** One request at a time: the state first, then beats. */
    async turn() {
      if (this.isBusy || this.isStopped) return;
      if (!this.card.root.isConnected) {
        this.stop(); // the host has taken the unit off the page
        return;
      }
      this.isBusy = true;
      this.beatIsDue = false;
      this.pace.begin();
      if (!this.hasState) await this.askState();
      if (this.isHeard) await this.beat();
      this.isBusy = false;
      if (this.isStopped || this.isElsewhere) this.pace.stop();
      else if (this.beatIsDue) this.turn();
      else this.pace.plan();
    }

    /** A beat is due while a request is under way. */
    keep() {
      if (this.isHeard) this.beats.note();
      this.pace.begin();
    }

    /** Send a beat now, or as soon as the request under way is answered. */
    hurry() {
      if (this.isBusy) this.beatIsDue = true;
      else this.turn();
    }

    async askState() {
      const answer = await this.post(this.config.stateUrl, { token: this.token });
      if (answer) this.show(answer.state);
    }

    async beat() {
      const sent = this.beats.take();
      const answer = await this.post(this.config.beatUrl, this.message(sent));
      if (!answer) return;
      this.beats.forget(sent);
      this.token = answer.token;
      this.takesOver = false;
      this.beatsSinceState += 1;
      // What was confirmed while this beat was under way goes with the next one.
      this.presence.ask(answer.ask_presence && !this.beats.isPresent);
      if (answer.state) this.show(answer.state);
      else if (this.beatsSinceState >= STATE_EVERY) await this.askState();
    }

    /** The next message; isLeaving: it is the last one. */
    message(beats, isLeaving = false) {
      const also = { take_over: this.takesOver, position: this.place.tell(), leaving: isLeaving };
      return CadreTrain.Beats.told(beats, this.token, also);
    }

    /** The answer, or null when there is none: then the next turn tries again, unless the refusal is final. */
    async post(url, body) {
      let answer;
      try {
        answer = await CadreTrain.postJson(url, body);
      } catch {
        this.card.showOffline(true, this.hasState);
        return null;
      }
      const refusal = CadreTrain.refusalOf(answer);
      if (refusal) this.onRefusal(refusal);
      else this.card.showOffline(!answer.ok, this.hasState);
      return answer.ok ? answer.data : null;
    }

    onRefusal(error) {
      this.card.root.dataset.offline = "false";
      if (ELSEWHERE.includes(error.code)) {
        this.isElsewhere = true;
        this.presence.ask(false);
        this.card.pause(error, () => this.resume(true));
      } else {
        this.stop();
        this.card.fail(error);
      }
    }

    /** Study here again: instead of the other course, or if that one is no longer open. */
    resume(takesOver) {
      if (this.isBusy) return;
      this.isElsewhere = false;
      this.takesOver = takesOver;
      this.hurry();
    }

    show(state) {
      const isFirst = !this.hasState;
      // What is waited for happens in another window: the state is asked for again, each turn, until it is another one.
      this.hasState = !WAITING.includes(state.state);
      this.beatsSinceState = 0;
      this.pace.follow(state.period_s);
      this.isSilent = !this.hasState || SILENT.includes(state.state);
      this.card.show(state);
      if (isFirst && this.hasState) this.card.offer(CadreTrain.Place.offer(state.position || ""));
      if (SILENT.includes(state.state)) this.stop();
    }

    onPresent() {
      this.beats.isPresent = true;
      this.hurry();
    }

    /** Close the span at the moment the page leaves or regains the foreground, so that it counts for what it was. */
    onVisibility() {
      if (this.isLeaving) return;
      if (this.isElsewhere) {
        if (!document.hidden) this.resume(false);
        return;
      }
      if (this.isBusy) this.beats.note();
      this.hurry();
    }

    /** Say all that has not arrived; whether this arrives is not known here, so it is kept like everything else. */
    onLeave() {
      this.isLeaving = true;
      if (!this.isHeard || !this.card.root.isConnected) return;
      const message = JSON.stringify(this.message(this.beats.take(), true));
      navigator.sendBeacon(this.config.beatUrl, new Blob([message], { type: "text/plain" }));
    }

    /** The browser has brought the page back from its memory: whatever went by meanwhile was not in front. */
    onReturn() {
      this.isLeaving = false;
      this.beats.wasHidden = true;
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
