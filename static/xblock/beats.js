// The beats of one page: what each says, and those that could not be sent yet (3.9, R7). The age of a kept beat is
// measured by the page's monotonic clock, which no change of the computer's clock moves.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  // MAX_LATE_BEATS of the contract.
  const MAX_LATE = 120;

  CadreTrain.Beats = class {
    constructor() {
      this.isActive = true; // opening the page is an act
      this.isPresent = false;
      // At any time since the last beat. What went by before this page was loaded was not in front: on going back a
      // browser may show its stored copy of the page, whose session had begun before.
      this.wasHidden = true;
      this.isOpened = false; // until the first beat has arrived: before that nothing late is heard, that act included
      this.kept = [];
    }

    /** Take a beat to be sent at once: what there is to say of the time since the last one. It is kept until it has
     *  arrived; returned is all that has not. */
    take() {
      this.note();
      this.isActive = !this.isOpened;
      this.isPresent = false;
      return [...this.kept];
    }

    /** Keep a beat while another is under way. Its place in time is not sure to be behind that one's, where it would say
     *  nothing: so the next one repeats its signs. A span counts as in the foreground only if the page never left it. */
    note() {
      this.kept.push({
        takenAt: performance.now(),
        signs: { visible: !this.wasHidden, active: this.isActive, ...(this.isPresent ? { present: true } : {}) },
      });
      this.wasHidden = document.hidden;
      // One more than may be late: the newest is the message's own.
      this.kept.splice(0, this.kept.length - 1 - MAX_LATE);
    }

    /** The message that says these beats: the newest is its own, those before it are late. What else it says is left
     *  out where it is nothing. */
    static told(beats, token, also) {
      const now = performance.now();
      const late = beats.slice(0, -1).map(({ takenAt, signs }) => ({ age_ms: Math.round(now - takenAt), ...signs }));
      const said = Object.entries(also).filter(([, value]) => value);
      return { token, ...beats[beats.length - 1].signs, ...(late.length ? { late } : {}), ...Object.fromEntries(said) };
    }

    /** These have arrived. */
    forget(beats) {
      this.isOpened = true;
      this.kept = this.kept.filter((beat) => !beats.includes(beat));
    }
  };
})(window);
