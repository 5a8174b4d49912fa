package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Walks over the elements of a document that may be hostile: nothing is fetched, nothing expanded, nothing kept. */
final class Xml {
    private static final XMLInputFactory FACTORY = secure();
    private final XMLStreamReader reader;
    private final int maxDepth;
    private final Deque<String> open = new ArrayDeque<>();

    Xml(InputStream in, int maxDepth) {
        this.maxDepth = maxDepth;
        try {
            this.reader = FACTORY.createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw new Unreadable(Reason.NOT_WELL_FORMED, "line 1: not XML: " + firstLine(e));
        }
    }

    /** JaCoCo and Cobertura begin with a DOCTYPE that names a DTD: it is passed over, and never read. */
    private static XMLInputFactory secure() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((_, _, _, _) -> new StringReader(""));
        factory.setProperty("jdk.xml.maxElementDepth", "0"); // 100 by default: the depth is counted here
        return factory;
    }

    /** Goes to the next start or end of an element; false at the end of the document. */
    boolean next() {
        try {
            if (reader.getEventType() == XMLStreamConstants.END_ELEMENT) {
                open.pop();
            }
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        open.push(reader.getLocalName());
                        if (open.size() > maxDepth) {
                            throw new Unreadable(
                                    Reason.TOO_DEEP,
                                    at() + "elements are nested deeper than " + maxDepth + ": no report needs that");
                        }
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        return true;
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Unreadable(
                                Reason.NOT_EXPECTED,
                                at() + "the entity &" + reader.getLocalName()
                                        + "; is not one of XML's own five: reports declare none");
                    default -> {}
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw new Unreadable(Reason.NOT_WELL_FORMED, broken(e));
        }
    }

    boolean isStart() {
        return reader.isStartElement();
    }

    /** The element's name without its prefix. */
    String name() {
        return reader.getLocalName();
    }

    /** 1 at the root; the same at an element's start and end. */
    int depth() {
        return open.size();
    }

    /** The element around this one; null at the root. */
    @Nullable
    String parent() {
        return open.stream().skip(1).findFirst().orElse(null);
    }

    @Nullable
    String attribute(String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** A count; 0 where the attribute is absent. */
    long count(String attribute) {
        String value = attribute(attribute);
        if (value == null) {
            return 0;
        }
        try {
            long count = Long.parseLong(value.replace(",", ""));
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException _) {
            // said below, as for a negative one
        }
        throw unexpected(attribute, value, "a whole number of 0 or more");
    }

    /** A decimal; null where the attribute is absent. Some locales write 1,234.5: the comma groups thousands. */
    @Nullable
    Double decimal(String attribute) {
        String value = attribute(attribute);
        if (value == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(value.replace(",", ""));
            if (Double.isFinite(number) && number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below, as for an infinite one
        }
        throw unexpected(attribute, value, "a decimal of 0 or more");
    }

    private Unreadable unexpected(String attribute, String value, String expected) {
        return new Unreadable(
                Reason.NOT_EXPECTED,
                at() + attribute + "=\"" + Shortened.of(value) + "\" of <" + name() + ">: expected " + expected);
    }

    /** The place, to begin a sentence with. */
    String at() {
        return place(reader.getLocation());
    }

    private static String place(Location location) {
        return "line " + location.getLineNumber() + ", column " + location.getColumnNumber() + ": ";
    }

    private String broken(XMLStreamException e) {
        Location location = e.getLocation() == null ? reader.getLocation() : e.getLocation();
        String inside = open.peek();
        String expected = inside == null ? "an element" : "</" + inside + "> or more of what it contains";
        return place(location) + "not well-formed XML: expected " + expected + "; " + firstLine(e);
    }

    /** Without the JDK's own account of the place, which is ours already. */
    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("Message: ");
        return Shortened.of((at < 0 ? message : message.substring(at + "Message: ".length())).strip());
    }
}
