/** How answers become JSON: their records, field by field. Knows the words of an alert and nothing else of the relay. */
package io.alertrelay.json;
