/** Starts the workroom in its page. */
import { render } from "preact";
import { App } from "./app.tsx";
import "./workroom.css";

const place = document.getElementById("workroom");
if (place) render(<App />, place);
