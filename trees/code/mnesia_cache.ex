defmodule Rates do
  # Once. ram_copies, the default, start empty; disc_copies outlive the
  # program, in a schema on the disk (:mnesia.create_schema).
  def create(nodes) do
    fields = [:key, :rate, :at]
    :mnesia.create_table(:rate, ram_copies: nodes, attributes: fields)
  end

  # What is missing or older than a minute is made again. It is not removed.
  def get(key) do
    oldest = System.os_time(:second) - 60

    case :mnesia.dirty_read(:rate, key) do
      [{:rate, ^key, rate, at}] when at > oldest -> rate
      _ -> put(key, String.length(key))
    end
  end

  # Two who miss it at once both make it: :global.trans would lock the key.
  defp put(key, rate) do
    row = {:rate, key, rate, System.os_time(:second)}
    {:atomic, :ok} = :mnesia.transaction(fn -> :mnesia.write(row) end)
    rate
  end
end
