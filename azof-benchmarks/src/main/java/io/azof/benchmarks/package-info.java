/**
 * Measures Azof beside what it is compared with: {@link io.azof.benchmarks.Benchmarks} is the
 * command, {@link io.azof.benchmarks.SyntheticTable} makes the data, {@link
 * io.azof.benchmarks.AsOfBenchmark} runs and prints.
 */
@NullMarked
package io.azof.benchmarks;

import org.jspecify.annotations.NullMarked;
