package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who owns which fields of an object: its {@code metadata.managedFields}. */
record Ownership(Map<Owner, Claim> claims) {

    enum Operation {
        Apply,
        Update
    }

    /** A manager is another owner for each operation and subresource. */
    record Owner(String manager, Operation operation, String subresource) {}

    record Claim(FieldSet fields, String time) {}

    static Ownership of(ObjectNode object) {
        Map<Owner, Claim> claims = new LinkedHashMap<>();
        for (JsonNode entry : Json.metadata(object).path("managedFields")) {
            Owner owner = new Owner(
                    Json.text(entry, "manager"),
                    Json.text(entry, "operation").equals("Apply") ? Operation.Apply : Operation.Update,
                    Json.text(entry, "subresource"));
            claims.put(owner, new Claim(FieldSet.fromFieldsV1(entry.path("fieldsV1")), Json.text(entry, "time")));
        }
        return new Ownership(claims);
    }

    FieldSet fieldsOf(Owner owner) {
        Claim claim = claims.get(owner);
        return claim == null ? FieldSet.NONE : claim.fields;
    }

    /** What everybody but one owner owns. */
    FieldSet exceptOf(Owner owner) {
        FieldSet all = FieldSet.NONE;
        for (var claim : claims.entrySet()) {
            if (!claim.getKey().equals(owner)) {
                all = all.and(claim.getValue().fields);
            }
        }
        return all;
    }

    Ownership with(Owner owner, FieldSet fields, Instant now) {
        if (fieldsOf(owner).equals(fields)) {
            return this;
        }
        Map<Owner, Claim> next = new LinkedHashMap<>(claims);
        if (fields.isEmpty()) {
            next.remove(owner);
        } else {
            next.put(
                    owner, new Claim(fields, now.truncatedTo(ChronoUnit.SECONDS).toString()));
        }
        return new Ownership(next);
    }

    /** Takes fields away from everybody but one owner. */
    Ownership takenBy(Owner owner, FieldSet fields) {
        Map<Owner, Claim> next = new LinkedHashMap<>();
        claims.forEach((other, claim) -> {
            FieldSet left = other.equals(owner) ? claim.fields : claim.fields.without(fields);
            if (!left.isEmpty()) {
                next.put(other, new Claim(left, claim.time));
            }
        });
        return new Ownership(next);
    }

    /** Forgets fields that an object does not have any more. */
    Ownership onlyIn(ObjectNode object) {
        Map<Owner, Claim> next = new LinkedHashMap<>();
        claims.forEach((owner, claim) -> {
            FieldSet left = claim.fields.filter(path -> path.in(object).isPresent());
            if (!left.isEmpty()) {
                next.put(owner, new Claim(left, claim.time));
            }
        });
        return new Ownership(next);
    }

    void writeTo(ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        metadata.remove("managedFields");
        if (claims.isEmpty()) {
            return;
        }
        ArrayNode entries = metadata.putArray("managedFields");
        claims.forEach((owner, claim) -> {
            ObjectNode entry = entries.addObject()
                    .put("manager", owner.manager)
                    .put("operation", owner.operation.name())
                    .put("apiVersion", Json.text(object, "apiVersion"))
                    .put("time", claim.time)
                    .put("fieldsType", "FieldsV1");
            entry.set("fieldsV1", claim.fields.toFieldsV1());
            if (!owner.subresource.isEmpty()) {
                entry.put("subresource", owner.subresource);
            }
        });
    }
}
