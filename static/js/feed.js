/* The sums that rank a feed: the same as quizzes/kinds/bases/feed.py, without a network. A test compares
   the two. `posts`, `recipe`: as the item’s view holds them. */
const SIGNALS = ["like", "reply", "repost", "author_reply", "profile", "dwell", "video", "negative", "report", "watch"];
const TOP = 5;
const MOST_CREDIBLE = 3;

/* At 9 decimals, so that equal sums tie in every language of programming. */
const steady = (number) => Math.floor(number * 1e9 + 0.5) / 1e9;

export function scores(posts, recipe) {
  if (recipe.newest) return posts.map((post) => -post.age);
  let found = posts.map((post) => weighed(post, recipe));
  if (recipe.diversity !== 1) found = varied(posts, found, recipe.diversity);
  if (recipe.quality) {
    const best = Math.max(...found);
    const scale = best > 0 ? best : Math.max(...found.map(Math.abs)) || 1;
    const share = recipe.quality;
    found = found.map((score, at) => ((1 - share) * score) / scale + (share * posts[at].credibility) / MOST_CREDIBLE);
  }
  return found.map(steady);
}

function weighed(post, recipe) {
  let total = 0;
  for (const signal of SIGNALS) total += (recipe.weights[signal] ?? 0) * post.foreseen[signal];
  return recipe.half_life ? total * 0.5 ** (post.age / recipe.half_life) : total;
}

/* Each further post of an author is worth less; a score below 0 stays. */
function varied(posts, found, decay) {
  const above = {};
  const values = [...found];
  for (const at of ranked(found)) {
    const author = posts[at].account;
    if (values[at] > 0) values[at] *= decay ** (above[author] ?? 0);
    above[author] = (above[author] ?? 0) + 1;
  }
  return values;
}

/* Positions from the highest score to the lowest; ties keep the order in which they came. */
export function ranked(found) {
  return found.map((_, at) => at).sort((a, b) => steady(found[b]) - steady(found[a]) || a - b);
}

/* Places from 1; equal scores share the better place. */
export function places(found) {
  return found.map((score) => 1 + found.filter((other) => other > score).length);
}

export function meters(posts, found) {
  const top = ranked(found)
    .slice(0, TOP)
    .map((at) => posts[at]);
  const share = (holds) => top.filter(holds).length / top.length;
  const topics = {};
  for (const post of top) topics[post.topic] = (topics[post.topic] ?? 0) + 1;
  const parts = Object.values(topics).map((count) => count / top.length);
  return {
    credibility: top.reduce((sum, post) => sum + post.credibility, 0) / top.length,
    topics: parts.reduce((sum, part) => sum - part * Math.log2(part), 0),
    followed: share((post) => post.followed),
    labelled: share((post) => post.ad === "labelled"),
    unlabelled: share((post) => post.ad === "unlabelled"),
    anger: share((post) => post.anger),
  };
}

/* Kendall’s tau-a: 1 for the same order, -1 for its reverse; a pair that ties counts 0. */
export function kendall(one, other) {
  let sum = 0;
  let pairs = 0;
  for (let a = 0; a < one.length; a += 1) {
    for (let b = a + 1; b < one.length; b += 1) {
      sum += Math.sign(one[a] - one[b]) * Math.sign(other[a] - other[b]);
      pairs += 1;
    }
  }
  return pairs ? sum / pairs : 1;
}
