//! What the API offers: each endpoint with its role, its handler and its description, in one value,
//! so that neither the routes nor their documentation can know of another.

use axum::http::Method;
use axum::routing::MethodRouter;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::Shared;
use super::access::Role;

/// One method of one path.
pub(super) struct Endpoint {
    /// The method.
    pub(super) method: Method,
    /// The path, with `{name}` for what varies.
    pub(super) path: &'static str,
    /// Who may; `None` for everyone.
    pub(super) role: Option<Role>,
    /// Its handler.
    pub(super) handler: MethodRouter<Shared>,
    /// The names of the parameters that its query may have.
    pub(super) parameters: Vec<String>,
    name: &'static str,
    summary: &'static str,
    parts: Vec<Describe>,
}

/// Adds to the description of an endpoint.
type Describe = Box<dyn Fn(&mut SchemaGenerator, &mut Map<String, Value>)>;

/// The answers that every endpoint with a role may give beside its own.
const COMMON: [u16; 5] = [400, 401, 403, 429, 503];

impl Endpoint {
    /// An endpoint that answers with problems alone, until more is said of it.
    pub(super) fn new(
        method: Method,
        path: &'static str,
        role: Option<Role>,
        handler: MethodRouter<Shared>,
        name: &'static str,
        summary: &'static str,
    ) -> Self {
        let (parameters, parts) = (Vec::new(), Vec::new());
        let endpoint = Self { method, path, role, handler, parameters, name, summary, parts };
        if role.is_some() { endpoint.problems(&COMMON) } else { endpoint }
    }

    /// It takes these parameters in its query.
    pub(super) fn query<T: JsonSchema>(mut self) -> Self {
        let schema = T::json_schema(&mut SchemaGenerator::default());
        self.parameters.extend(properties(&schema).into_iter().map(|(name, _)| name));
        self.part(|generator, operation| {
            let schema = T::json_schema(generator);
            let required = strings(schema.get("required"));
            for (name, mut schema) in properties(&schema) {
                let description = schema.as_object_mut().and_then(|it| it.remove("description"));
                let schema = of_a_query(schema);
                let parameter = json!({
                    "name": name,
                    "in": "query",
                    "required": required.contains(&name),
                    "description": description,
                    "schema": schema,
                });
                push(operation, "parameters", parameter);
            }
        })
    }

    /// It takes JSON.
    pub(super) fn takes<T: JsonSchema>(self) -> Self {
        self.part(|generator, operation| {
            let schema = generator.subschema_for::<T>();
            operation.insert("requestBody".into(), body("application/json", &schema));
        })
    }

    /// It takes a body of another type.
    pub(super) fn takes_other(self, media: &'static str, schema: fn() -> Value) -> Self {
        self.part(move |_, operation| {
            let body = json!({"required": true, "content": {media: {"schema": schema()}}});
            operation.insert("requestBody".into(), body);
        })
    }

    /// It answers with JSON.
    pub(super) fn gives<T: JsonSchema>(self, status: u16, what: &'static str) -> Self {
        self.part(move |generator, operation| {
            let schema = generator.subschema_for::<T>();
            let content = json!({"application/json": {"schema": schema}});
            answer(operation, status, json!({"description": what, "content": content}));
        })
    }

    /// It answers with a body of another type.
    pub(super) fn gives_other(
        self,
        status: u16,
        media: &'static [&'static str],
        what: &'static str,
    ) -> Self {
        self.part(move |_, operation| {
            let content: Map<_, _> =
                media.iter().map(|&media| (media.to_owned(), json!({}))).collect();
            answer(operation, status, json!({"description": what, "content": content}));
        })
    }

    /// An answer of it has this header.
    pub(super) fn with_header(self, status: u16, name: &'static str, what: &'static str) -> Self {
        self.part(move |_, operation| {
            let header = json!({"description": what, "schema": {"type": "string"}});
            operation["responses"][status.to_string()]["headers"][name] = header;
        })
    }

    /// It answers without a body.
    pub(super) fn gives_nothing(self, status: u16, what: &'static str) -> Self {
        self.part(move |_, operation| answer(operation, status, json!({"description": what})))
    }

    /// It may answer with problems of these statuses.
    pub(super) fn problems(self, statuses: &[u16]) -> Self {
        let statuses = statuses.to_vec();
        self.part(move |_, operation| {
            for &status in &statuses {
                let problem = json!({"$ref": "#/components/responses/Problem"});
                answer(operation, status, problem);
            }
        })
    }

    fn part(
        mut self,
        describe: impl Fn(&mut SchemaGenerator, &mut Map<String, Value>) + 'static,
    ) -> Self {
        self.parts.push(Box::new(describe));
        self
    }

    /// Its description, an operation of OpenAPI.
    pub(super) fn describe(&self, generator: &mut SchemaGenerator) -> Value {
        let mut operation = Map::new();
        operation.insert("operationId".into(), self.name.into());
        operation.insert("summary".into(), self.summary.into());
        let security = match self.role {
            Some(role) => {
                let who = format!("For the role `{role}` and those above it.");
                operation.insert("description".into(), who.into());
                json!([{"key": []}, {}])
            }
            None => json!([]),
        };
        operation.insert("security".into(), security);
        for name in self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            let parameter =
                json!({"name": name, "in": "path", "required": true, "schema": named(name)});
            push(&mut operation, "parameters", parameter);
        }
        for describe in &self.parts {
            describe(generator, &mut operation);
        }
        operation.into()
    }
}

/// What a part of a path may be.
fn named(name: &str) -> Value {
    match name {
        "motion" | "document" => json!({
            "type": "string",
            "pattern": "^[0-9a-f]{6,64}(-[0-9]{1,6})?$",
            "description": "The id, or at least the first 6 digits of it",
        }),
        "import" | "correction" | "question" => json!({
            "type": "integer", "minimum": 1, "maximum": 9_007_199_254_740_991_u64,
        }),
        "page" => json!({"type": "integer", "minimum": 1, "maximum": 100_000}),
        _ => json!({"type": "string", "minLength": 1}),
    }
}

/// The schema of a parameter, which is there or is not, but is never null, and whose numbers end
/// where those of its type do.
fn of_a_query(mut schema: Value) -> Value {
    let is_null = |it: &Value| it == "null" || it["type"] == "null";
    if let Some(kinds) = schema["type"].as_array() {
        let mut kinds = kinds.iter().filter(|kind| !is_null(kind));
        if let (Some(kind), None) = (kinds.next().cloned(), kinds.next()) {
            schema["type"] = kind;
        }
    }
    let choices = schema["anyOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut choices = choices.iter().filter(|choice| !is_null(choice));
    if let (Some(choice), None) = (choices.next().cloned(), choices.next()) {
        return choice;
    }
    if schema["format"] == "uint32" {
        schema["maximum"] = u32::MAX.into();
    }
    if let Some(schema) = schema.as_object_mut() {
        // Looking for what is not there has made them.
        schema.retain(|_, value| !value.is_null());
    }
    schema
}

fn body(media: &str, schema: &Schema) -> Value {
    json!({"required": true, "content": {media: {"schema": schema}}})
}

fn answer(operation: &mut Map<String, Value>, status: u16, answer: Value) {
    let answers = operation.entry("responses").or_insert_with(|| json!({}));
    answers[status.to_string()] = answer;
}

fn push(operation: &mut Map<String, Value>, list: &str, value: Value) {
    let list = operation.entry(list).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.push(value);
    }
}

fn properties(schema: &Schema) -> Map<String, Value> {
    schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default()
}

fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}
