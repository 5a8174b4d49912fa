package dev.slipway.simulation;

/**
 * A fault that is planned.
 *
 * @param call which of all calls to the outside it hits, counted from 0
 * @param choice picks among the faults that this call can have
 */
record Slot(int call, int choice) {}
