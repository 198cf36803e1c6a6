use redb::{Database, Error, TableDefinition};

const DRAFTS: TableDefinition<'static, u64, &'static str> =
    TableDefinition::new("drafts");

/// On the disk when this returns, and whole after a crash. It blocks: call
/// it in `spawn_blocking`.
pub fn put(file: &Database, id: u64, draft: &str) -> Result<(), Error> {
    let write = file.begin_write()?;
    write.open_table(DRAFTS)?.insert(id, draft)?;
    write.commit()?;
    Ok(())
}
