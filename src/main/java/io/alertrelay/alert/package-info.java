/** An alert and the terms that every package uses: its key, status and severity. Must not know any other package. */
package io.alertrelay.alert;
