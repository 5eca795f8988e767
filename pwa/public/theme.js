// Sets the chosen theme and language before the first paint. A file of its own: the CSP allows no inline script.
;(function () {
  try {
    var chosen = JSON.parse(localStorage.getItem('qx.settings') || '{}')
    if (chosen.theme && chosen.theme !== 'system') document.documentElement.dataset.theme = chosen.theme
    if (chosen.language) document.documentElement.lang = chosen.language
  } catch (ignored) {
    /* storage is closed: the system's theme it is */
  }
})()
