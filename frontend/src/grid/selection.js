// The active cell and the range around it, as in Excel: `anchor` stays, `active` end moves with Shift or the mouse.

export const makeSelection = (model, view, { moved }) => {
  const last = { r: model.rows.length - 1, c: model.columns.length - 1 };
  const inside = (value, most) => Math.max(0, Math.min(value, most));
  let anchor = { r: 0, c: 0 };
  let end = { r: 0, c: 0 };
  let painted = [];

  const range = () => ({
    top: Math.min(anchor.r, end.r),
    bottom: Math.max(anchor.r, end.r),
    left: Math.min(anchor.c, end.c),
    right: Math.max(anchor.c, end.c),
  });
  const paint = () => {
    painted.forEach((td) => td.classList.remove("g-in", "g-active"));
    painted = [];
    const { top, bottom, left, right } = range();
    const several = top !== bottom || left !== right;
    for (let r = top; r <= bottom; r += 1) {
      for (let c = left; c <= right; c += 1) {
        const td = view.td(r, c);
        if (td) painted.push(td);
        if (td && several) td.classList.add("g-in");
      }
    }
    const active = view.td(anchor.r, anchor.c);
    if (active) active.classList.add("g-active");
  };
  const shown = (place) => {
    view.reveal(place.r, place.c);
    paint();
    moved();
  };

  const selection = {
    range,
    paint,
    get active() { return anchor; },
    get end() { return end; },
    isOne: () => anchor.r === end.r && anchor.c === end.c,
    go(r, c) {
      anchor = { r: inside(r, last.r), c: inside(c, last.c) };
      end = anchor;
      shown(anchor);
    },
    extend(r, c) {
      end = { r: inside(r, last.r), c: inside(c, last.c) };
      shown(end);
    },
    // The range of a block just pasted; the sheet stays where it is.
    mark(r, c) {
      end = { r: inside(r, last.r), c: inside(c, last.c) };
      paint();
      moved();
    },
    all() {
      anchor = { r: 0, c: 0 };
      end = { ...last };
      paint();
      moved();
    },
    // The next cell, on to the next row at the end; false at the end of the sheet, where Tab leaves the grid. It stops
    // at every cell, also at one that a site does not have: who types in a rhythm would else be a column off from there.
    next(by) {
      const wide = last.c + 1;
      const at = anchor.r * wide + anchor.c + by;
      if (at < 0 || at >= model.rows.length * wide) return false;
      this.go(Math.floor(at / wide), at % wide);
      return true;
    },
    cells() {
      const found = [];
      const { top, bottom, left, right } = range();
      for (let r = top; r <= bottom; r += 1) for (let c = left; c <= right; c += 1) found.push({ r, c });
      return found;
    },
  };
  return selection;
};
