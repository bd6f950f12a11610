/**
 * What is counted and logged of the way of an alert. Is given values and keeps none of them; decides nothing.
 */
package io.alertrelay.observe;
