//! About written files, in Brazilian Portuguese.
//!
//! See [`EmittingWords`].

use crate::words::table::EmittingWords;

pub(super) const EMITTING: EmittingWords = EmittingWords {
    removed: |path| format!("removido, pois não faz mais parte do projeto: {path}"),
    edited: |path| format!("mantido como você o editou: {path}"),
    kept: |path| {
        format!("mantido, pois foi editado, embora não faça mais parte do projeto: {path}")
    },
    replaced: |path, kept| format!("substituído: {path}; o que havia ali agora está em {kept}"),
    finished_earlier: "uma execução interrompida tinha começado a escrever aqui; isso foi concluído antes",
    unchanged: "inalterado",
    would_keep: "mantido, pois foi editado",
    would_replace: "substituído, e a versão atual guardada à parte",
};
