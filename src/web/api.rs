//! The page to read the API: made of the same description that programs are given.

use maud::{Markup, html};
use serde_json::{Map, Value};

use super::layout::page;

/// Makes the page of a description, OpenAPI 3.1.
#[must_use]
pub fn api(description: &Value) -> String {
    let operations = operations(description);
    let main = html! {
        h1 { "De API" }
        p {
            "Zo vragen programma’s wat deze pagina’s tonen. Een sleutel gaat mee als "
            code { "Authorization: Bearer moties_…" } "; van wie een sleutel nodig is, staat bij elk "
            "adres: " code { "reader" } " zoekt, " code { "editor" } " leest in en verbetert, "
            code { "admin" } " verwijdert en beheert sleutels. Wat misgaat, is een "
            a href="#Problem" { "probleem" } " (RFC 9457). Wie te veel vraagt, hoort met "
            code { "Retry-After" } " hoe lang te wachten."
        }
        p { a href="/api/v1/openapi.json" { "Dezelfde beschrijving voor programma’s (OpenAPI 3.1)" } }
        nav aria-labelledby="adressen" {
            h2 #adressen { "Adressen" }
            ul.plain {
                @for one in &operations {
                    li {
                        a href={ "#" (text(one.operation, "operationId")) } {
                            code { (one.method) " " (one.path) }
                        }
                        " " span.about lang="en" { (prose(text(one.operation, "summary"))) }
                    }
                }
            }
        }
        @for one in &operations { (one.show()) }
        h2 { "Vormen" }
        @for (name, schema) in object(&description["components"]["schemas"]) {
            section.form {
                h3 #(name) { code { (name) } }
                div lang="en" { (outline(schema)) }
            }
        }
    };
    page("De API – Moties", &main)
}

/// One method of one path.
struct Operation<'a> {
    path: &'a str,
    method: String,
    operation: &'a Value,
}

/// All of them, path by path.
fn operations(description: &Value) -> Vec<Operation<'_>> {
    let mut operations = Vec::new();
    for (path, methods) in object(&description["paths"]) {
        operations.extend(object(methods).map(|(method, operation)| Operation {
            path,
            method: method.to_uppercase(),
            operation,
        }));
    }
    operations
}

impl Operation<'_> {
    fn show(&self) -> Markup {
        let Self { path, method, operation } = self;
        html! {
            section.endpoint {
                h2 #(text(operation, "operationId")) { code { (method) " " (path) } }
                p lang="en" {
                    (prose(text(operation, "summary"))) ". " (prose(text(operation, "description")))
                }
                @if let Some(parameters) = operation["parameters"].as_array() {
                    h3 { "Gegevens in het adres" }
                    dl.wide lang="en" { @for one in parameters { (parameter(one)) } }
                }
                @if let Some(body) = operation.get("requestBody") {
                    h3 { "Wat wordt meegestuurd" }
                    (contents(body))
                }
                h3 { "Antwoorden" }
                dl.wide lang="en" {
                    @let (problems, own): (Vec<_>, Vec<_>) =
                        object(&operation["responses"]).partition(|(_, it)| it.get("$ref").is_some());
                    @for (status, answer) in own {
                        div { dt { code { (status) } } dd { (self::answer(answer)) } }
                    }
                    @if !problems.is_empty() {
                        div {
                            dt { "others" }
                            dd {
                                a href="#Problem" { "Problem" } ": "
                                (joined(problems.iter().map(|(status, _)| html! { code { (status) } })))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn parameter(parameter: &Value) -> Markup {
    html! {
        div {
            dt {
                code { (text(parameter, "name")) }
                @if parameter["required"] == true { " " span.role { "required" } }
            }
            dd {
                (kind(&parameter["schema"]))
                @for about in [parameter, &parameter["schema"]] {
                    @if let Some(told) = about["description"].as_str() { "; " (prose(told)) }
                }
            }
        }
    }
}

fn answer(answer: &Value) -> Markup {
    html! {
        (prose(text(answer, "description")))
        (contents(answer))
        @for (name, header) in object(&answer["headers"]) {
            p { "Header " code { (name) } ": " (prose(text(header, "description"))) }
        }
    }
}

/// The types of a body, each with its schema.
fn contents(body: &Value) -> Markup {
    html! {
        @for (media, content) in object(&body["content"]) {
            p {
                code { (media) }
                @if let Some(schema) = content.get("schema") { ": " (kind(schema)) }
            }
            @if let Some(schema) = content.get("schema").filter(|it| it.get("properties").is_some()) {
                (outline(schema))
            }
        }
    }
}

/// What a schema asks for, at length.
fn outline(schema: &Value) -> Markup {
    let required = list(&schema["required"]);
    html! {
        @if let Some(told) = schema["description"].as_str() { p { (prose(told)) } }
        @let properties: Vec<_> = object(&schema["properties"]).collect();
        @if !properties.is_empty() {
            dl.wide {
                @for (name, property) in properties {
                    div {
                        dt {
                            code { (name) }
                            @if required.iter().any(|one| one == name) {
                                " " span.role { "always" }
                            }
                        }
                        dd {
                            (kind(property))
                            @if let Some(told) = property["description"].as_str() { "; " (prose(told)) }
                        }
                    }
                }
            }
        }
        @let choices = choices(schema);
        @if !choices.is_empty() {
            p { "One of:" }
            ul { @for choice in choices { li { (choice_of(choice)) } } }
        }
        @if schema.get("properties").is_none() && schema.get("type").is_some() {
            p { (kind(schema)) }
        }
    }
}

/// One of several schemas: at length where it has parts of its own.
fn choice_of(choice: &Value) -> Markup {
    html! {
        @if choice.get("properties").is_some() {
            (outline(choice))
        } @else {
            (kind(choice))
            @if let Some(told) = choice["description"].as_str() { "; " (prose(told)) }
        }
    }
}

/// What a schema asks for, in a few words.
fn kind(schema: &Value) -> Markup {
    if let Some(to) = schema["$ref"].as_str() {
        let name = to.rsplit('/').next().unwrap_or_default();
        return html! { a href={ "#" (name) } { (name) } };
    }
    if let Some(value) = schema.get("const") {
        return html! { code { (plain(value)) } };
    }
    if let Some(values) = schema["enum"].as_array() {
        return joined(values.iter().map(|value| html! { code { (plain(value)) } }));
    }
    let choices = choices(schema);
    if !choices.is_empty() {
        return joined(choices.iter().map(kind));
    }
    if let Some(items) = schema.get("items").filter(|_| schema["type"] == "array") {
        return html! { "list of " (kind(items)) };
    }
    let kinds = list(&schema["type"]);
    html! {
        @if kinds.is_empty() { "anything" } @else { (kinds.join(" or ")) }
        @for (name, words) in LIMITS {
            @if let Some(limit) = schema.get(name) { ", " (words) " " code { (plain(limit)) } }
        }
    }
}

/// What limits a value, with what is said of it.
const LIMITS: [(&str, &str); 6] = [
    ("minimum", "from"),
    ("maximum", "up to"),
    ("minLength", "characters from"),
    ("maxLength", "characters up to"),
    ("pattern", "like"),
    ("format", "as"),
];

fn choices(schema: &Value) -> &[Value] {
    let choices = ["oneOf", "anyOf", "allOf"].iter().find_map(|name| schema[*name].as_array());
    choices.map(Vec::as_slice).unwrap_or_default()
}

fn joined(parts: impl Iterator<Item = Markup>) -> Markup {
    html! {
        @for (at, part) in parts.enumerate() {
            @if at > 0 { " or " }
            (part)
        }
    }
}

/// A text in which names stand between backticks.
fn prose(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A value as a reader expects it: texts without their quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One text, or a list of them.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().map(plain).collect(),
        _ => Vec::new(),
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_in_a_text_stand_out() {
        let told = prose("fails with `cancelled`, <then>").into_string();
        assert_eq!(told, "fails with <code>cancelled</code>, &lt;then&gt;");
    }

    #[test]
    fn a_schema_is_told_in_a_few_words() {
        for (schema, expected) in [
            (json!({"type": ["string", "null"]}), "string or null"),
            (
                json!({"type": "array", "items": {"$ref": "#/components/schemas/Motion"}}),
                "list of <a href=\"#Motion\">Motion</a>",
            ),
            (json!({"enum": ["json", "csv"]}), "<code>json</code> or <code>csv</code>"),
            (
                json!({"type": "integer", "minimum": 1, "maximum": 9}),
                "integer, from <code>1</code>, up to <code>9</code>",
            ),
            (json!({}), "anything"),
            (json!({"const": "<b>"}), "<code>&lt;b&gt;</code>"),
        ] {
            assert_eq!(kind(&schema).into_string(), expected);
        }
    }
}
