import "./notice";
import "./shell";
import { speak, wanted } from "./strings";

speak(wanted());
