// How the runs are, asked for every two seconds. A page that is another by now is loaded again, where
// the reader was.
(() => {
  const shown = document.currentScript.dataset.page;
  const EVERY = 2000;
  const PLACE = "faceoff-place";
  const place = sessionStorage.getItem(PLACE);
  if (place !== null) {
    sessionStorage.removeItem(PLACE);
    scrollTo({ top: Number(place), behavior: "instant" });
  }
  const panel = document.createElement("section");
  panel.className = "live";
  panel.setAttribute("aria-live", "off");
  (document.querySelector("main") || document.body).prepend(panel);

  const add = (to, kind, text, name) => {
    const made = document.createElement(kind);
    if (text) made.textContent = text;
    if (name) made.className = name;
    to.append(made);
    return made;
  };
  const clock = (seconds) => {
    const whole = Math.round(seconds);
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };
  const loss = (curve) => curve.length ? curve[curve.length - 1][1].toPrecision(4) : null;

  // Losses on a logarithmic axis, the test loss in full ink.
  const chart = (run) => {
    const SVG = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 200 60");
    drawing.setAttribute("preserveAspectRatio", "none");
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", `train and test loss of ${run.name}, on a logarithmic axis`);
    const values = [...run.train, ...run.test].map((point) => point[1]).filter((value) => value > 0);
    const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
    for (const name of ["train", "test"]) {
      const points = run[name].filter((point) => point[1] > 0).map(([epoch, value]) => {
        const x = 200 * epoch / Math.max(run.done - 1, 1);
        const y = 57 - 54 * (Math.log(value) - low) / Math.max(high - low, 1e-9);
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      });
      const line = document.createElementNS(SVG, "polyline");
      line.setAttribute("class", name);
      line.setAttribute("points", points.join(" "));
      drawing.append(line);
    }
    return drawing;
  };

  const show = (status) => {
    const of = (state) => status.runs.filter((run) => run.state === state);
    const training = of("training");
    panel.replaceChildren();
    const left = status.seconds_left === null ? "" : `, about ${clock(status.seconds_left)} left`;
    add(panel, "h2", training.length ? `Training${left}` : "Nothing is trained at this moment");
    const words = [["finished", "done"], ["waiting", "waiting"], ["stopped", "stopped on the way"],
      ["diverged", "diverged"]];
    const counts = words.map(([state, word]) => [of(state).length, word]).filter(([count]) => count);
    add(panel, "p", `${status.runs.length} runs: ${training.length} under way` +
      counts.map(([count, word]) => `, ${count} ${word}`).join("") +
      ". The page below is drawn again as networks are kept and curves grow.");
    for (const run of training) {
      const row = add(panel, "div", "", "run");
      add(row, "b", run.name);
      const bar = add(row, "progress");
      bar.max = run.epochs;
      bar.value = run.done;
      const [train, test] = [loss(run.train), loss(run.test)];
      add(row, "span", [
        `epoch ${run.done} of ${run.epochs}`,
        run.seconds_left === null ? "" : `${clock(run.seconds_left)} left`,
        train && `train loss ${train}`,
        test && `test loss ${test}`,
      ].filter(Boolean).join(" · "));
      if (run.train.length > 1) row.append(chart(run));
    }
  };

  let failures = 0;
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/status", { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.statusText);
      const status = await answer.json();
      failures = 0;
      if (status.page !== null && status.page !== shown) {
        sessionStorage.setItem(PLACE, String(scrollY));
        location.reload();
        return;
      }
      show(status);
    } catch {
      failures += 1;
      if (failures === 3) {
        panel.replaceChildren();
        add(panel, "h2", "The server has ended");
        add(panel, "p", "This page stays as it was last. The report is in the results folder; the " +
          "command that served this said where.");
      }
    }
  };
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, EVERY);
  ask();
})();
