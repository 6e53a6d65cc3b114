/* The feed simulator: a rule or sliders rank the posts again, moves are shown with an arrow and in
   words. It holds no rule of its own: the sums are in feed.js. Nothing is sent. */
import { kendall, meters, places, ranked, scores } from "./feed.js";
import { predictFirst } from "./prediction.js";

const NEWEST = { newest: true, weights: {}, half_life: null, diversity: 1, quality: 0 };
const kept = new Map(); // what was set, by item: a screen may be drawn again

export function start(place) {
  const run = place.querySelector("[data-feed]");
  if (!run) return;
  new Simulator(run).begin();
  predictFirst(place, run);
}

class Simulator {
  constructor(run) {
    this.run = run;
    this.feed = JSON.parse(run.dataset.feed);
    this.words = JSON.parse(run.dataset.words);
    const compare = this.feed.compare;
    this.state = kept.get(run.dataset.item) ?? { preset: this.feed.start, compare, recipe: null, open: false };
    kept.set(run.dataset.item, this.state);
    this.numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 });
  }

  find(selector) {
    return this.run.querySelector(selector);
  }

  preset(id) {
    return this.feed.presets.find((one) => one.id === id);
  }

  recipe() {
    return this.state.preset ? this.preset(this.state.preset).recipe : this.state.recipe;
  }

  begin() {
    for (const name of ["input", "change"]) this.run.addEventListener(name, (event) => event.stopPropagation());
    this.run.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input, select")) event.preventDefault(); // sends no form
    });
    for (const button of this.run.querySelectorAll("[data-preset]")) {
      button.addEventListener("click", () => this.set({ preset: button.dataset.preset }));
    }
    const compare = this.find("[data-compare]");
    compare.value = this.state.compare;
    compare.addEventListener("change", () => this.set({ compare: compare.value }));
    this.makeSliders();
    for (const part of this.run.querySelectorAll("[data-needs-script]")) part.hidden = false;
    this.draw();
    fitAgain();
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.draw();
    this.say();
  }

  makeSliders() {
    const box = this.find("[data-sliders]");
    const details = box.closest("details");
    details.open = this.state.open;
    details.addEventListener("toggle", () => {
      this.state.open = details.open;
      fitAgain();
    });
    this.sliders = this.feed.sliders.map((one) => {
      const label = document.createElement("label");
      const name = document.createElement("span");
      const input = document.createElement("input");
      const number = document.createElement("output");
      name.textContent = one.name;
      Object.assign(input, { type: "range", min: one.low, max: one.high, step: one.step });
      input.id = label.htmlFor = `slider-${this.run.dataset.item}-${one.id}`; // an output could be labelled too
      label.append(name, number, input);
      box.append(label);
      input.addEventListener("input", () => this.slide());
      input.addEventListener("change", () => this.say());
      return { id: one.id, input, number };
    });
  }

  /* A slider was moved: the rule is one’s own from now on. */
  slide() {
    const recipe = { newest: false, weights: {}, half_life: null, diversity: 1, quality: 0 };
    for (const { id, input } of this.sliders) {
      if (id === "half_life") recipe.half_life = Number(input.value) || null;
      else if (id in recipe) recipe[id] = Number(input.value);
      else recipe.weights[id] = Number(input.value);
    }
    Object.assign(this.state, { preset: null, recipe });
    this.draw();
  }

  draw() {
    const { posts } = this.feed;
    this.now = scores(posts, this.recipe());
    this.before = scores(posts, this.preset(this.state.compare).recipe);
    this.drawControls();
    this.drawList();
    this.drawMeters();
  }

  drawControls() {
    const recipe = this.recipe();
    for (const button of this.run.querySelectorAll("[data-preset]")) {
      button.setAttribute("aria-pressed", String(button.dataset.preset === this.state.preset));
    }
    this.find("[data-note]").textContent = this.state.preset ? this.preset(this.state.preset).note : this.words.own;
    for (const { id, input, number } of this.sliders) {
      input.value = (id in recipe ? recipe[id] : recipe.weights[id]) ?? 0;
      number.textContent = minus(this.numbers.format(Number(input.value)));
    }
  }

  drawList() {
    const list = this.find("[data-list]");
    const shared = places(this.now);
    const from = places(this.before);
    for (const [at, position] of ranked(this.now).entries()) {
      const post = this.feed.posts[position];
      const line = list.querySelector(`[data-post="${CSS.escape(post.id)}"]`);
      list.append(line);
      const tied = shared.filter((one) => one === shared[position]).length > 1;
      line.querySelector("[data-place]").textContent = tied ? `${shared[position]}=` : at + 1;
      const move = line.querySelector("[data-move-of]");
      const climbs = from[position] - shared[position];
      line.dataset.way = climbs > 0 ? "up" : climbs < 0 ? "down" : "same";
      move.textContent = this.moveWords(climbs, from[position], shared[position]);
      line.querySelector("[data-score]").textContent = this.scoreWords(position, post);
    }
  }

  moveWords(climbs, from, to) {
    if (!climbs) return this.words.same;
    const many = Math.abs(climbs) > 1 ? "Many" : "One";
    const words = this.words[(climbs > 0 ? "up" : "down") + many];
    return words.replace("{n}", Math.abs(climbs)).replace("{from}", from).replace("{to}", to);
  }

  scoreWords(position, post) {
    if (this.recipe().newest) return this.words.hours.replace("{n}", this.numbers.format(post.age));
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return this.words.score.replace("{n}", minus(this.now[position].toLocaleString(document.documentElement.lang, digits)));
  }

  drawMeters() {
    const newest = scores(this.feed.posts, NEWEST);
    const found = (list) => ({ ...meters(this.feed.posts, list), tau: kendall(newest, list) });
    const now = found(this.now);
    const before = found(this.before);
    for (const meter of this.run.querySelectorAll("[data-meter]")) {
      const name = meter.dataset.meter;
      const text = (value) => this.meterText(name, value);
      meter.querySelector("[data-now]").textContent = text(now[name]);
      const was = meter.querySelector("[data-was]");
      was.textContent = text(now[name]) === text(before[name]) ? "" : this.words.was.replace("{n}", text(before[name]));
    }
    this.figures = now;
  }

  meterText(name, value) {
    const language = document.documentElement.lang;
    if (["credibility", "topics", "tau"].includes(name)) {
      const digits = name === "credibility" ? 1 : 2;
      const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      return minus((Math.abs(value) < 1e-9 ? 0 : value).toLocaleString(language, shown));
    }
    return value.toLocaleString(language, { style: "percent" });
  }

  /* What changed, for who listens. */
  say() {
    const first = ranked(this.now).slice(0, 3);
    const names = first.map((at) => this.feed.posts[at].text).join(" ; ");
    const words = this.words.said.replace("{posts}", () => names);
    this.find("[data-said]").textContent = words.replace("{n}", this.meterText("credibility", this.figures.credibility));
  }
}

/* The big screen draws what it shows larger or smaller until all of it is seen. */
const fitAgain = () => dispatchEvent(new Event("resize"));
const minus = (text) => text.replace("-", "\u2212");
