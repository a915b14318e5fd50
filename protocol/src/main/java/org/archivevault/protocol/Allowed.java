package org.archivevault.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the few edges of the system that may call what the ban list forbids elsewhere; {@link #value()} says why. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Allowed {
    /**
     * Why the forbidden call is right here.
     *
     * @return the reason, for a reader
     */
    String value();
}
