// Takes an address that is shown once into the clipboard, by the button beside it.
export function bindCopy(part) {
  for (const button of part.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      // Pages that came without TLS from another machine have no clipboard; there the old command still works.
      const copied = navigator.clipboard ? await navigator.clipboard.writeText(field.value).then(() => true, () => false) : document.execCommand("copy");
      button.textContent = copied ? "Copied" : "Copy it with the keys";
    });
  }
}
