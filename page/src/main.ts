import { mount } from "svelte";
import App from "./App.svelte";
import "./paper.css";

mount(App, { target: document.getElementById("page")! });
