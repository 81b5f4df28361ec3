// Where an act leads back to a place on the page, focus is there and not on the sentence about what was done. It is then
// put in once more, so that a screen reader says it too.

const MOMENT = 300;
const said = document.querySelector(".said[role=status]");
if (said && location.hash) setTimeout(() => said.replaceChildren(...said.childNodes), MOMENT);
