/**
 * The one thing a script does on our public pages: copy a field's text. Without it the button stays hidden, and the text
 * is there to be selected. `data-copies` names the field, `data-copied` what is said afterwards, in the element `copied`.
 */
export const COPY_SCRIPT = `
for (const button of document.querySelectorAll('button[data-copies]')) {
  const field = document.getElementById(button.dataset.copies);
  const name = button.textContent;
  button.hidden = false;
  field.addEventListener('focus', () => field.select());
  button.addEventListener('click', async () => {
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand('copy'); }
    button.textContent = document.getElementById('copied').textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = name; document.getElementById('copied').textContent = ''; }, 2000);
  });
}
`;
