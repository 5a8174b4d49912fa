package dev.slipway.gate.condition;

import java.util.List;

/** What came of compiling a condition. */
public sealed interface Compilation {
    /** It can be asked. */
    record Compiled(Condition condition) implements Compilation {}

    /** It cannot. */
    record Faulty(List<Fault> faults) implements Compilation {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /**
     * One thing that is wrong with it.
     *
     * @param line from 1, within the expression
     * @param column from 1
     */
    record Fault(int line, int column, String message) {}
}
