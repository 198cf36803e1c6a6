defmodule Shop.Events do
  use Broadway

  def start_link(_) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      # Or BroadwayKafka.Producer, BroadwaySQS.Producer, with their options.
      producer: [module: {BroadwayRabbitMQ.Producer, queue: "events"}],
      processors: [default: [concurrency: 10]],
      batchers: [default: [batch_size: 100, batch_timeout: 1_000]]
    )
  end

  @impl true
  def handle_message(_, message, _) do
    Broadway.Message.update_data(message, &String.to_integer/1)
  end

  # Acknowledged when this returns, and not before.
  @impl true
  def handle_batch(_, messages, _, _) do
    Shop.Sums.add(Enum.map(messages, & &1.data))
    messages
  end
end
