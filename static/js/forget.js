/* Erases this session from this device. */
for (const button of document.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", async () => {
    const code = button.dataset.forget;
    await fetch(`/api/live/${code}/me`, { method: "DELETE" }).catch(() => {});
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`recoupe-${code}`)) localStorage.removeItem(key);
    }
    location.href = "/";
  });
}
