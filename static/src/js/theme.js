// Runs before the first paint: the chosen theme, and the mark that scripts are on.
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  try {
    const theme = localStorage.getItem("milepost-theme");
    if (theme === "milepost" || theme === "milepost-dark") root.dataset.theme = theme;
  } catch {
    // Storage is switched off: the system's wish holds.
  }
})();
