package io.alertrelay.fuzz.plan;

/**
 * A stretch of one channel's weather.
 *
 * @param clear how many requests are handled well
 * @param times how many meet the fault after them
 */
public record Spell(int clear, PlannedFault fault, int times) {}
