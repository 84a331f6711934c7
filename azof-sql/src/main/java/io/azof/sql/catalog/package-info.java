/**
 * A lakehouse as Calcite sees it: {@link io.azof.sql.catalog.LakehouseSchema} finds tables by name
 * and pins each at one version, {@link io.azof.sql.catalog.ResultTypes} says which Arrow type a SQL
 * type is, {@link io.azof.sql.catalog.SqlTypeSystem} what operators make of types.
 */
@NullMarked
package io.azof.sql.catalog;

import org.jspecify.annotations.NullMarked;
