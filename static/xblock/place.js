// Where in its page the trainee is, to go on there another day. It says nothing of time: media may be sought, looped or
// sped up without anything being counted.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const MEDIA = "video, audio";
  const MIN_SECONDS = 5;
  const MIN_PERCENT = 5;
  const WORDS = /^(?:media (\d{1,3}) (\d{1,6})|page (\d{1,3}))$/;

  /** The part of a node that can be seen, through all frames around it, in the coordinates of its own page. */
  CadreTrain.inSight = (node) =>
    new Promise((resolve) => {
      new IntersectionObserver((entries, observer) => {
        observer.disconnect();
        resolve(entries[0].intersectionRect);
      }).observe(node);
    });

  const mediaOf = () => [...document.querySelectorAll(MEDIA)];

  async function readPercent() {
    const page = document.documentElement;
    const seen = await CadreTrain.inSight(page);
    const { top, height } = page.getBoundingClientRect();
    return height > 0 ? Math.floor((100 * (seen.top - top)) / height) : 0;
  }

  CadreTrain.Place = class {
    constructor() {
      this.words = ""; // nothing before the trainee has moved
      this.medium = null;
      this.isLooking = false;
    }

    /** Watch until the signal: media tell by themselves, how far the page is read is looked up at each beat. */
    watch(signal) {
      const isOurs = (event) => event.target instanceof HTMLMediaElement && (this.medium = event.target);
      document.addEventListener("play", isOurs, { capture: true, signal });
      document.addEventListener("seeked", isOurs, { capture: true, signal });
    }

    /** The position as a message says it, as far as is known now; how far the page is read follows with the next. */
    tell() {
      const index = this.medium && this.medium.isConnected ? mediaOf().indexOf(this.medium) : -1;
      if (index >= 0) this.words = `media ${index} ${this.medium.ended ? 0 : Math.floor(this.medium.currentTime)}`;
      else if (!document.hidden && !this.isLooking) this.look();
      return this.words;
    }

    async look() {
      this.isLooking = true;
      const percent = await readPercent();
      this.isLooking = false;
      if (percent >= MIN_PERCENT || this.words) this.words = `page ${percent}`;
    }

    /** What a position said before offers: {name, values, go}, or null where there is nothing worth going back to. */
    static offer(words) {
      const [, index, seconds, percent] = WORDS.exec(words) || [];
      if (percent !== undefined) {
        if (Number(percent) < MIN_PERCENT || Number(percent) > 100) return null;
        return { name: "page", values: { percent }, go: () => scrollTo(Number(percent)) };
      }
      const medium = index === undefined ? undefined : mediaOf()[Number(index)];
      if (!medium || Number(seconds) < MIN_SECONDS) return null;
      const values = { time: CadreTrain.typedClock(Number(seconds)) };
      return { name: "media", values, go: () => playFrom(medium, Number(seconds)) };
    }
  };

  /** By a mark in the page, not by scrolling its window: in a frame as tall as its content the window cannot scroll. */
  function scrollTo(percent) {
    const mark = document.createElement("div");
    const top = (document.documentElement.getBoundingClientRect().height * percent) / 100;
    Object.assign(mark.style, { position: "absolute", top: `${top}px`, height: "1px", width: "1px" });
    document.body.append(mark);
    mark.scrollIntoView({ block: "start" });
    mark.remove();
  }

  function playFrom(medium, seconds) {
    const seek = () => (medium.currentTime = seconds);
    if (medium.readyState > 0) seek();
    else medium.addEventListener("loadedmetadata", seek, { once: true });
    medium.scrollIntoView({ block: "nearest" });
    medium.play().catch(() => {}); // a browser may want a further click: the position stays
  }
})(window);
