/**
 * Keeps the runtime of networks from telling its maker what it does: since 1.30 it keeps an identity of the machine and sends reports
 * by itself. It asks for this when it is loaded, so every entry imports this first. Source: microsoft/onnxruntime#27379.
 */
process.env["ORT_DISABLE_TELEMETRY"] = "1";
