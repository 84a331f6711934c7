/**
 * What {@code azof demo} shows: {@link io.azof.cli.demo.SampleLakehouse} is the data, {@link
 * io.azof.cli.demo.DemoTour} asks it.
 */
@NullMarked
package io.azof.cli.demo;

import org.jspecify.annotations.NullMarked;
