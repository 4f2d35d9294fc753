/* Starts the API explorer on its page; the page itself links to the document for whoever has no script. */
"use strict";

window.addEventListener("load", () => {
  const place = document.getElementById("uitleg-api");
  if (!place || typeof SwaggerUIBundle === "undefined") return;
  SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    /* The explorer brings a <main> of its own; a page has one. */
    onComplete: () => place.querySelectorAll("main").forEach((part) => part.setAttribute("role", "presentation")),
  });
});
