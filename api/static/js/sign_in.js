// A token after # in the address reaches no server: it is put into the form, taken out of the address, and sent as a form is.
const form = document.getElementById("sign-in-form");
const token = decodeURIComponent(location.hash.slice(1));
if (/^qct_[A-Za-z0-9_-]{43}$/.test(token)) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.token.value = token;
  form.requestSubmit();
} else {
  form.elements.token.focus();
}
