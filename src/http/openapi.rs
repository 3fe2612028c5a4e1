//! The description of the API, OpenAPI 3.1, made from its endpoints.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::endpoint::Endpoint;
use super::problem::Body;

/// Describes endpoints.
pub(super) fn describe(endpoints: &[Endpoint]) -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for endpoint in endpoints {
        let method = endpoint.method.as_str().to_lowercase();
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[method] = endpoint.describe(&mut generator);
    }
    let problem = generator.subschema_for::<Body>();
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "moties",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Motions of Dutch assemblies: taken in, corrected, and found again.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "What is wrong, as RFC 9457 has it, with a code and a hint",
                    "content": {"application/problem+json": {"schema": problem}},
                    "headers": {
                        "WWW-Authenticate": {
                            "description": "Of 401: how to say who is asking",
                            "schema": {"type": "string"},
                        },
                        "Retry-After": {
                            "description": "Of 429 and 503: in how many seconds to try again",
                            "schema": {"type": "integer"},
                        },
                    },
                },
            },
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    })
}
