package dev.slipway.gate.pipeline;

/**
 * One thing that is wrong with a pipeline file.
 *
 * @param line from 1
 * @param column from 1
 * @param path where in the structure, such as {@code stages[1].rollout.canary.interval}; empty for the file
 * @param message what is wrong, with the value
 * @param remedy what to do; empty where the message says it
 */
public record Problem(String file, int line, int column, String path, String message, String remedy) {
    @Override
    public String toString() {
        String where = path.isEmpty() ? "" : path + ": ";
        String todo = remedy.isEmpty() ? "" : ": " + remedy;
        return file + ":" + line + ":" + column + ": " + where + message + todo;
    }
}
