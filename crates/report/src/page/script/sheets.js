// Landmarks of one entry at a time.
for (const box of document.querySelectorAll(".layers input")) {
  box.addEventListener("change", () => {
    const shown = box.checked ? "" : "none";
    for (const layer of box.closest(".sheet").querySelectorAll(`.${box.value}`)) layer.style.display = shown;
  });
}
